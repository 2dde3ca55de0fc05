import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { DbInstanceAutomatedBackupsReplication } from "@cdktf/provider-aws/lib/db-instance-automated-backups-replication";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { databaseLogGroups, exportedLogs } from "./database-logs";
import { type DatabaseMonitoringProps, databaseMonitoring } from "./database-monitoring";
import { type DatabaseProps, databaseNetwork, databasePort, databaseWindows, masterUser } from "./database-network";
import { type DatabaseParametersProps, databaseParameters } from "./database-parameters";
import { DatabasePassword } from "./database-password";
import { DatabaseReplica } from "./database-replica";
import { type DatabaseOrigin, databaseRestoration } from "./database-restoration";
import { DatabaseRotation } from "./database-rotation";

export interface PostgresDatabaseProps extends DatabaseProps, DatabaseParametersProps, DatabaseMonitoringProps {
  /** The RDS instance class, such as `db.m7g.large`. */
  readonly instanceClass: string;
  /** gp3 storage in GiB, at least 20 (RDS limit). */
  readonly storageGib: number;
  /** RDS enlarges the storage when it runs short, up to this many GiB. @default - the storage does not grow */
  readonly maxStorageGib?: number;
  /** A standby in a second zone, which takes over when the first one fails. */
  readonly multiAz: boolean;
  /** RDS makes a last snapshot `<identifier>-final` before it deletes the instance; none of that name may exist yet. @default true */
  readonly finalSnapshot?: boolean;
  /** Number of read replicas, at most 15 (RDS limit). With any, the stack makes the password instead of RDS. */
  readonly readReplicas: number;
  /** A function that rotates the password where `readReplicas` is not 0; see `DatabaseRotation`. @default - no rotation */
  readonly rotationLambdaArn?: string;
  /** Copies automated backups to another region, at most an hour behind (document 002), and keeps them `backupDays`. @default - none */
  readonly backupReplication?: {
    /** AWS provider of the other region, made by the stack. */
    readonly provider: TerraformProvider;
    /** KMS key in the other region. */
    readonly keyArn: string;
  };
  /** The backup that the database is made from; read only when the instance is created. @default - an empty database */
  readonly restoreFrom?: DatabaseOrigin;
}

/** PostgreSQL on RDS in the database subnets, reached over TLS by consumers that allow it. AWS makes the master password. */
export class PostgresDatabase extends Construct {
  static readonly port = databasePort;
  readonly identifier: string;
  /** Host name of the primary. */
  readonly endpoint: string;
  readonly port = PostgresDatabase.port;
  readonly databaseName: string;
  readonly arn: string;
  /** The instance in ARNs of `rds-db:connect`, for login with IAM. */
  readonly resourceId: string;
  /** JSON with `username` and `password`. */
  readonly secretArn: string;
  /** Security group of the database. It has no rules until a consumer adds one (`allowTraffic`). */
  readonly securityGroupId: string;
  readonly logGroupName: string;
  readonly storageGib: number;
  /** Host names of the read replicas. */
  readonly replicaEndpoints: string[];

  constructor(scope: Construct, id: string, props: PostgresDatabaseProps) {
    super(scope, id);
    const { names, name, network, keyArn, deletionProtection = true, readReplicas, logDays } = props;
    const { backupDays, backupReplication, finalSnapshot = true } = props;
    const identifier = names.of("database", name);

    const { securityGroupId, subnetGroupName } = databaseNetwork(this, { names, name, network });
    const everyInstance: DbInstanceConfig = {
      instanceClass: props.instanceClass,
      maxAllocatedStorage: props.maxStorageGib,
      storageType: "gp3",
      storageEncrypted: true,
      port: PostgresDatabase.port,
      publiclyAccessible: false,
      vpcSecurityGroupIds: [securityGroupId],
      parameterGroupName: databaseParameters(this, "parameters", props),
      caCertIdentifier: "rds-ca-rsa2048-g1",
      iamDatabaseAuthenticationEnabled: true,
      // An exact version would be a difference after the first upgrade.
      autoMinorVersionUpgrade: !props.engineVersion.includes("."),
      maintenanceWindow: databaseWindows.maintenance,
      applyImmediately: false,
      copyTagsToSnapshot: true,
      deletionProtection,
      enabledCloudwatchLogsExports: [...exportedLogs],
      ...databaseMonitoring(this, "monitoring", props),
    };

    // RDS refuses read replicas of an instance whose password it manages.
    const password =
      readReplicas > 0
        ? new DatabasePassword(this, "password", {
            names,
            name,
            keyArn,
            username: masterUser,
            protected: deletionProtection,
          })
        : undefined;
    const logs = databaseLogGroups(this, "logs", { identifier, keyArn, logDays });
    const instance = new DbInstance(this, "instance", {
      ...everyInstance,
      identifier,
      engine: "postgres",
      engineVersion: props.engineVersion,
      allocatedStorage: props.storageGib,
      kmsKeyId: keyArn,
      username: masterUser,
      ...(password
        ? { passwordWo: password.ephemeralPassword, passwordWoVersion: 1 }
        : { manageMasterUserPassword: true, masterUserSecretKmsKeyId: keyArn }),
      dbSubnetGroupName: subnetGroupName,
      multiAz: props.multiAz,
      backupRetentionPeriod: backupDays,
      backupWindow: databaseWindows.backup,
      deleteAutomatedBackups: !deletionProtection,
      skipFinalSnapshot: !finalSnapshot,
      finalSnapshotIdentifier: finalSnapshot ? names.of("database_resource", `${name}-final`) : undefined,
      ...databaseRestoration(props.databaseName, props.restoreFrom),
      dependsOn: logs.groups,
    });
    if (password) {
      new DatabaseRotation(this, "rotation", { password, instance, rotationLambdaArn: props.rotationLambdaArn });
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
        retentionPeriod: backupDays,
      });
    }

    this.identifier = identifier;
    this.endpoint = instance.address;
    this.databaseName = props.databaseName;
    this.arn = instance.arn;
    this.resourceId = instance.resourceId;
    this.secretArn = password ? password.secretArn : instance.masterUserSecret.get(0).secretArn;
    this.securityGroupId = securityGroupId;
    this.logGroupName = logs.postgresqlName;
    this.storageGib = props.storageGib;
    this.replicaEndpoints = replicas.map(({ endpoint }) => endpoint);
  }
}
