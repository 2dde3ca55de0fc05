import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import type { NetworkAttributes } from "../network/network";
import { localStorageGib } from "./aurora-local-storage";
import { AuroraReplicaScaling, type ReplicaAutoscaling } from "./aurora-replica-scaling";
import { databaseLogGroups, exportedClusterLogs, logGroupName } from "./database-logs";
import { type DatabaseMonitoringProps, databaseMonitoring } from "./database-monitoring";
import { clusterParameters, type DatabaseParametersProps } from "./database-parameters";
import { type ClusterOrigin, clusterRestoration } from "./database-restoration";

export interface AuroraPostgresProps extends DatabaseParametersProps, DatabaseMonitoringProps {
  /**
   * Aurora PostgreSQL version, at least 15.3 (document 003). With a major version alone ("15") AWS applies minor upgrades; a minor
   * version is pinned.
   */
  readonly engineVersion: string;
  readonly network: NetworkAttributes;
  readonly databaseName: string;
  /** Class of every instance. @default "db.r6g.large" (document 003) */
  readonly instanceClass?: string;
  /** One writer and its readers, at most 16 (Aurora limit); over zones. @default 3 (document 003) */
  readonly instances?: number;
  /** @default - the number of instances stays */
  readonly replicaAutoscaling?: ReplicaAutoscaling;
  /** @default "postgres" */
  readonly username?: string;
  /** Days that point-in-time recovery reaches back, at most 35 (RDS limit). @default 30 (document 003) */
  readonly backupDays?: number;
  /** UTC. @default "03:00-04:00" */
  readonly backupWindow?: string;
  /** UTC; must not overlap `backupWindow`. @default "sun:04:00-sun:05:00" */
  readonly maintenanceWindow?: string;
  /** Also keeps the automated backups when the cluster is gone. @default true */
  readonly deletionProtection?: boolean;
  /**
   * On deletion a last snapshot `<identifier>-final-snapshot` (document 003). Its name is fixed, so one that is there from an
   * earlier life must be removed or renamed first. @default true
   */
  readonly finalSnapshot?: boolean;
  /** Changes that interrupt service at once, not in the maintenance window. @default false */
  readonly applyImmediately?: boolean;
  /** What the database starts with; counts only when it is made. @default - nothing, an empty database */
  readonly restoreFrom?: ClusterOrigin;
  /** Days that logs are kept, one of the values CloudWatch Logs knows. @default 30 (document 003: one month) */
  readonly logDays?: number;
}

/**
 * Aurora PostgreSQL in the database subnets: a writer and readers that take over from it, reached only over TLS by whom a
 * consumer lets in, its password made by AWS, its volume growing by itself.
 */
export class AuroraPostgres extends Construct {
  static readonly port = 5432;
  readonly identifier: string;
  /** Host name of the writer. */
  readonly endpoint: string;
  /** Host name that spreads connections over the readers. */
  readonly readerEndpoint: string;
  readonly port = AuroraPostgres.port;
  readonly databaseName: string;
  readonly arn: string;
  /** Names the cluster in `rds-db:connect`, for login with IAM. */
  readonly resourceId: string;
  /** JSON with `username` and `password`, no host. */
  readonly secretArn: string;
  /** Without rules: a consumer opens its own way in. */
  readonly securityGroupId: string;
  readonly logGroupName: string;
  /** Local storage of each instance, in GiB: temporary files and logs. */
  readonly localStorageGib: number;

  constructor(scope: Construct, id: string, props: AuroraPostgresProps) {
    super(scope, id);
    const { names, name, network, keyArn, engineVersion, deletionProtection = true, finalSnapshot = true } = props;
    const { instanceClass = "db.r6g.large", applyImmediately = false, replicaAutoscaling } = props;
    const identifier = names.of("database", name);

    const securityGroup = new SecurityGroup(this, "access", {
      name: `${identifier}-database`,
      description: `Who may reach the database ${identifier}`,
      vpcId: network.vpcId,
    });
    const subnetGroup = new DbSubnetGroup(this, "subnets", {
      name: identifier,
      description: `Database subnets of ${identifier}`,
      subnetIds: network.databaseSubnetIds,
    });
    const maintenanceWindow = props.maintenanceWindow ?? "sun:04:00-sun:05:00";
    const cluster = new RdsCluster(this, "cluster", {
      clusterIdentifier: identifier,
      engine: "aurora-postgresql",
      engineVersion,
      databaseName: props.databaseName,
      masterUsername: props.username ?? "postgres",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: keyArn,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: keyArn,
      port: AuroraPostgres.port,
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [securityGroup.id],
      dbClusterParameterGroupName: clusterParameters(this, "parameters", props),
      enabledCloudwatchLogsExports: [...exportedClusterLogs],
      backupRetentionPeriod: props.backupDays ?? 30,
      preferredBackupWindow: props.backupWindow ?? "03:00-04:00",
      preferredMaintenanceWindow: maintenanceWindow,
      deleteAutomatedBackups: !deletionProtection,
      deletionProtection,
      skipFinalSnapshot: !finalSnapshot,
      finalSnapshotIdentifier: finalSnapshot ? `${identifier}-final-snapshot` : undefined,
      copyTagsToSnapshot: true,
      applyImmediately,
      ...clusterRestoration(props.restoreFrom),
      dependsOn: databaseLogGroups(this, "logs", {
        identifier,
        keyArn,
        logDays: props.logDays ?? 30,
        owner: "cluster",
      }),
    });
    const monitoring = databaseMonitoring(this, "monitoring", props);
    const instances = Array.from(
      { length: props.instances ?? 3 },
      (_, index) =>
        new RdsClusterInstance(this, `instance-${index}`, {
          identifier: `${identifier}-${index}`,
          clusterIdentifier: cluster.id,
          engine: cluster.engine,
          engineVersion: cluster.engineVersion,
          instanceClass,
          dbSubnetGroupName: subnetGroup.name,
          publiclyAccessible: false,
          caCertIdentifier: "rds-ca-rsa2048-g1",
          // The lowest takes over first; readers that autoscaling adds have 15.
          promotionTier: index,
          // Beside a pinned minor version an upgrade would be a difference that no plan can undo.
          autoMinorVersionUpgrade: !engineVersion.includes("."),
          preferredMaintenanceWindow: maintenanceWindow,
          copyTagsToSnapshot: true,
          applyImmediately,
          ...monitoring,
          // The cluster decides the version and upgrades its instances.
          lifecycle: { ignoreChanges: ["engine_version"] },
        }),
    );
    if (replicaAutoscaling) {
      new AuroraReplicaScaling(this, "replica-scaling", {
        ...replicaAutoscaling,
        names,
        name,
        clusterIdentifier: cluster.clusterIdentifier,
        instances,
      });
    }

    this.identifier = identifier;
    this.endpoint = cluster.endpoint;
    this.readerEndpoint = cluster.readerEndpoint;
    this.databaseName = props.databaseName;
    this.arn = cluster.arn;
    this.resourceId = cluster.clusterResourceId;
    this.secretArn = cluster.masterUserSecret.get(0).secretArn;
    this.securityGroupId = securityGroup.id;
    this.logGroupName = logGroupName(identifier, "postgresql", "cluster");
    this.localStorageGib = localStorageGib(instanceClass);
  }
}
