import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { DbInstanceAutomatedBackupsReplication } from "@cdktf/provider-aws/lib/db-instance-automated-backups-replication";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { NetworkAttributes } from "../network/network";
import { databaseLogGroups, exportedLogs, logGroupName } from "./database-logs";
import { type DatabaseMonitoringProps, databaseMonitoring } from "./database-monitoring";
import { type DatabaseParametersProps, databaseParameters } from "./database-parameters";
import { DatabasePassword } from "./database-password";
import { DatabaseReplica } from "./database-replica";
import { type DatabaseOrigin, databaseRestoration } from "./database-restoration";
import { DatabaseRotation } from "./database-rotation";

export interface PostgresDatabaseProps extends DatabaseParametersProps, DatabaseMonitoringProps {
  readonly network: NetworkAttributes;
  readonly instanceClass: string;
  /** gp3 storage in GiB, at least 20 (RDS limit). */
  readonly storageGib: number;
  readonly databaseName: string;
  /** Storage grows by itself up to this many GiB. @default - no growth */
  readonly maxStorageGib?: number;
  /** @default "postgres" */
  readonly username?: string;
  /** A standby in a second zone. @default true */
  readonly multiAz?: boolean;
  /** Days that point-in-time recovery reaches back, at most 35 (RDS limit). @default 30 (document 002) */
  readonly backupDays?: number;
  /** UTC. @default "03:00-04:00" */
  readonly backupWindow?: string;
  /** UTC; must not overlap `backupWindow`. @default "sun:04:00-sun:05:00" */
  readonly maintenanceWindow?: string;
  /** Also keeps the automated backups when the instance is gone. @default true */
  readonly deletionProtection?: boolean;
  /**
   * On deletion a last snapshot `<identifier>-final`. Its name is fixed, so one that is there from an earlier life
   * must be removed or renamed first. @default true
   */
  readonly finalSnapshot?: boolean;
  /** Changes that interrupt service at once, not in the maintenance window. @default false */
  readonly applyImmediately?: boolean;
  /** Read replicas, at most 15 (RDS limit). With any, the password is ours instead of RDS's. @default 0 */
  readonly readReplicas?: number;
  /** Rotates our password; needed beside `readReplicas`, see DatabaseRotation. @default - no rotation */
  readonly rotationLambdaArn?: string;
  /** Copies backups and logs of transactions to another region: RPO under 1 hour (document 002). @default - none */
  readonly backupReplication?: {
    /** AWS provider of the other region, made by the stack. */
    readonly provider: TerraformProvider;
    /** KMS key in the other region. */
    readonly keyArn: string;
    /** @default - as `backupDays` */
    readonly retentionDays?: number;
  };
  /** What the database starts with; counts only when it is made. @default - nothing, an empty database */
  readonly restoreFrom?: DatabaseOrigin;
  /** Days that logs are kept, one of the values CloudWatch Logs knows. @default 30 */
  readonly logDays?: number;
}

/** PostgreSQL on RDS in the database subnets: reached only over TLS by whom a consumer lets in, its password made by AWS. */
export class PostgresDatabase extends Construct {
  static readonly port = 5432;
  readonly identifier: string;
  /** Host name of the primary. */
  readonly endpoint: string;
  readonly port = PostgresDatabase.port;
  readonly databaseName: string;
  readonly arn: string;
  /** Names the instance in `rds-db:connect`, for login with IAM. */
  readonly resourceId: string;
  /** JSON with `username` and `password`. */
  readonly secretArn: string;
  /** Without rules: a consumer opens its own way in. */
  readonly securityGroupId: string;
  readonly logGroupName: string;
  readonly storageGib: number;
  /** Host names of the read replicas. */
  readonly replicaEndpoints: string[];

  constructor(scope: Construct, id: string, props: PostgresDatabaseProps) {
    super(scope, id);
    const { names, name, network, keyArn, deletionProtection = true, readReplicas = 0, logDays = 30 } = props;
    const { backupDays = 30, username = "postgres", backupReplication } = props;
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
    const everyInstance: DbInstanceConfig = {
      instanceClass: props.instanceClass,
      maxAllocatedStorage: props.maxStorageGib,
      storageType: "gp3",
      storageEncrypted: true,
      port: PostgresDatabase.port,
      publiclyAccessible: false,
      vpcSecurityGroupIds: [securityGroup.id],
      parameterGroupName: databaseParameters(this, "parameters", props),
      caCertIdentifier: "rds-ca-rsa2048-g1",
      iamDatabaseAuthenticationEnabled: true,
      autoMinorVersionUpgrade: true,
      maintenanceWindow: props.maintenanceWindow ?? "sun:04:00-sun:05:00",
      applyImmediately: props.applyImmediately ?? false,
      copyTagsToSnapshot: true,
      deletionProtection,
      enabledCloudwatchLogsExports: [...exportedLogs],
      ...databaseMonitoring(this, "monitoring", props),
    };

    // RDS refuses read replicas of an instance whose password it manages.
    const password =
      readReplicas > 0
        ? new DatabasePassword(this, "password", { names, name, keyArn, username, protected: deletionProtection })
        : undefined;
    const finalSnapshot = props.finalSnapshot ?? true;
    const instance = new DbInstance(this, "instance", {
      ...everyInstance,
      identifier,
      engine: "postgres",
      engineVersion: props.engineVersion,
      allocatedStorage: props.storageGib,
      kmsKeyId: keyArn,
      dbName: props.databaseName,
      username,
      ...(password
        ? { passwordWo: password.ephemeralPassword, passwordWoVersion: 1 }
        : { manageMasterUserPassword: true, masterUserSecretKmsKeyId: keyArn }),
      dbSubnetGroupName: subnetGroup.name,
      multiAz: props.multiAz ?? true,
      backupRetentionPeriod: backupDays,
      backupWindow: props.backupWindow ?? "03:00-04:00",
      deleteAutomatedBackups: !deletionProtection,
      skipFinalSnapshot: !finalSnapshot,
      finalSnapshotIdentifier: finalSnapshot ? `${identifier}-final` : undefined,
      ...databaseRestoration(props.restoreFrom),
      dependsOn: databaseLogGroups(this, "logs", { identifier, keyArn, logDays }),
    });
    if (password) {
      const { rotationLambdaArn } = props;
      new DatabaseRotation(this, "rotation", { password, instance, rotationLambdaArn });
    }
    const replicas = Array.from({ length: readReplicas }, (_, index) => {
      const replicaName = `${name}-replica-${index + 1}`;
      const config = { ...everyInstance, replicateSourceDb: instance.identifier };
      return new DatabaseReplica(this, `replica-${index + 1}`, { names, name: replicaName, keyArn, logDays, config });
    });
    if (backupReplication) {
      new DbInstanceAutomatedBackupsReplication(this, "backup-replication", {
        provider: backupReplication.provider,
        sourceDbInstanceArn: instance.arn,
        kmsKeyId: backupReplication.keyArn,
        retentionPeriod: backupReplication.retentionDays ?? backupDays,
      });
    }

    this.identifier = identifier;
    this.endpoint = instance.address;
    this.databaseName = props.databaseName;
    this.arn = instance.arn;
    this.resourceId = instance.resourceId;
    this.secretArn = password ? password.secretArn : instance.masterUserSecret.get(0).secretArn;
    this.securityGroupId = securityGroup.id;
    this.logGroupName = logGroupName(identifier, "postgresql");
    this.storageGib = props.storageGib;
    this.replicaEndpoints = replicas.map(({ endpoint }) => endpoint);
  }
}
