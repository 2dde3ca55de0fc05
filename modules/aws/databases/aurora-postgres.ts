import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { Construct } from "constructs";
import { localStorageGib } from "./aurora-local-storage";
import { AuroraReplicaScaling, type ReplicaAutoscaling } from "./aurora-replica-scaling";
import { databaseLogGroups, exportedClusterLogs } from "./database-logs";
import { type DatabaseMonitoringProps, databaseMonitoring } from "./database-monitoring";
import { type DatabaseProps, databaseNetwork, databasePort, databaseWindows, masterUser } from "./database-network";
import { clusterParameters, type DatabaseParametersProps } from "./database-parameters";
import { type ClusterOrigin, clusterRestoration } from "./database-restoration";

export interface AuroraPostgresProps extends DatabaseProps, DatabaseParametersProps, DatabaseMonitoringProps {
  /**
   * Aurora PostgreSQL version, at least 15.3 (document 003). With a major version alone ("15") AWS applies minor upgrades; a
   * minor version ("15.3") stays.
   */
  readonly engineVersion: string;
  /** Class of every instance, such as `db.r6g.large` (document 003). */
  readonly instanceClass: string;
  /** The writer and its readers, 1 to 16 (Aurora limit), spread over zones. Document 003: 3. */
  readonly instances: number;
  /** How readers are added and removed. @default - the number of instances stays */
  readonly replicaAutoscaling?: ReplicaAutoscaling;
  /**
   * RDS makes a last snapshot `<identifier>-final-snapshot` (document 003) before it deletes the cluster. A snapshot of that
   * name must not exist yet: rename or remove the one of an earlier cluster first. @default true
   */
  readonly finalSnapshot?: boolean;
  /** The backup that the database is made from; read only when the cluster is created. @default - an empty database */
  readonly restoreFrom?: ClusterOrigin;
}

/**
 * Aurora PostgreSQL in the database subnets: a writer, and readers that take over from it. It is reached over TLS by
 * consumers that allow it. AWS makes the master password, and Aurora enlarges the volume as needed.
 */
export class AuroraPostgres extends Construct {
  static readonly port = databasePort;
  readonly identifier: string;
  /** Host name of the writer. */
  readonly endpoint: string;
  /** Host name that spreads connections over the readers. */
  readonly readerEndpoint: string;
  readonly port = AuroraPostgres.port;
  readonly databaseName: string;
  readonly arn: string;
  /** The cluster in ARNs of `rds-db:connect`, for login with IAM. */
  readonly resourceId: string;
  /** JSON with `username` and `password`, no host. */
  readonly secretArn: string;
  /** Security group of the cluster. It has no rules until a consumer adds one (`allowTraffic`). */
  readonly securityGroupId: string;
  readonly logGroupName: string;
  /** Local storage of each instance, in GiB: temporary files and logs. */
  readonly localStorageGib: number;

  constructor(scope: Construct, id: string, props: AuroraPostgresProps) {
    super(scope, id);
    const { names, name, network, keyArn, engineVersion, deletionProtection = true, finalSnapshot = true } = props;
    const { instanceClass, replicaAutoscaling } = props;
    const identifier = names.of("database", name);

    const { securityGroupId, subnetGroupName } = databaseNetwork(this, { names, name, network });
    const logs = databaseLogGroups(this, "logs", { identifier, keyArn, logDays: props.logDays, owner: "cluster" });
    const cluster = new RdsCluster(this, "cluster", {
      clusterIdentifier: identifier,
      engine: "aurora-postgresql",
      engineVersion,
      databaseName: props.databaseName,
      masterUsername: masterUser,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: keyArn,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: keyArn,
      port: AuroraPostgres.port,
      dbSubnetGroupName: subnetGroupName,
      vpcSecurityGroupIds: [securityGroupId],
      dbClusterParameterGroupName: clusterParameters(this, "parameters", props),
      enabledCloudwatchLogsExports: [...exportedClusterLogs],
      backupRetentionPeriod: props.backupDays,
      preferredBackupWindow: databaseWindows.backup,
      preferredMaintenanceWindow: databaseWindows.maintenance,
      deleteAutomatedBackups: !deletionProtection,
      deletionProtection,
      skipFinalSnapshot: !finalSnapshot,
      finalSnapshotIdentifier: finalSnapshot ? names.of("database_resource", `${name}-final-snapshot`) : undefined,
      copyTagsToSnapshot: true,
      applyImmediately: false,
      ...clusterRestoration(props.restoreFrom),
      dependsOn: logs.groups,
    });
    const monitoring = databaseMonitoring(this, "monitoring", props);
    const instances = Array.from(
      { length: props.instances },
      (_, index) =>
        new RdsClusterInstance(this, `instance-${index}`, {
          identifier: names.of("database", `${name}-${index}`),
          clusterIdentifier: cluster.id,
          engine: cluster.engine,
          engineVersion: cluster.engineVersion,
          instanceClass,
          dbSubnetGroupName: subnetGroupName,
          publiclyAccessible: false,
          caCertIdentifier: "rds-ca-rsa2048-g1",
          // The reader with the lowest number takes over first; those that autoscaling adds have 15.
          promotionTier: index,
          // With a pinned minor version an automatic upgrade would be a difference that no plan can undo.
          autoMinorVersionUpgrade: !engineVersion.includes("."),
          preferredMaintenanceWindow: databaseWindows.maintenance,
          copyTagsToSnapshot: true,
          applyImmediately: false,
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
    this.securityGroupId = securityGroupId;
    this.logGroupName = logs.postgresqlName;
    this.localStorageGib = localStorageGib(instanceClass);
  }
}
