import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database";
import { SqlDatabaseInstance, type SqlDatabaseInstanceConfig } from "@cdktf/provider-google/lib/sql-database-instance";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { type DatabaseOrigin, databaseRestoration } from "./database-restoration";
import { commonSettings, type DatabaseSettingsProps, primarySettings } from "./database-settings";
import { DatabaseUsers } from "./database-users";

export interface PostgresDatabaseProps extends DatabaseSettingsProps {
  readonly names: Names;
  /** The last part of the instance's name. */
  readonly name: string;
  /** Major version of PostgreSQL, such as "16"; Cloud SQL applies minor upgrades. */
  readonly engineVersion: string;
  /** Name of the database in the instance. */
  readonly databaseName: string;
  /** KMS key of data and backups (`EncryptionKey` for the service `cloud-sql`). @default - keys that Google manages */
  readonly keyId?: string;
  /** Number of read replicas in the same region. */
  readonly readReplicas: number;
  /** One more replica in another region, which can be promoted when the instance's region is lost. @default - none */
  readonly remoteReplica?: {
    readonly region: string;
    /** KMS key in that region; needed with `keyId`. @default - keys that Google manages */
    readonly keyId?: string;
  };
  /** E-mail addresses of people and accounts that may log in, in addition to the services that use the database. */
  readonly iamUsers: readonly string[];
  /** Instance whose data the new one starts with; ignored after the first deployment. @default - an empty database */
  readonly restoreFrom?: DatabaseOrigin;
}

/**
 * PostgreSQL on Cloud SQL, with a private address and TLS only. Users log in with their Google identity; there is no password.
 * A new user may only connect. An administrator grants it rights in SQL, as `postgres`, after setting that user's password with
 * `gcloud sql users set-password`.
 */
export class PostgresDatabase extends Construct {
  static readonly port = 5432;
  readonly port = PostgresDatabase.port;
  /** Name of the primary. */
  readonly instanceName: string;
  /** `<project>:<region>:<instance>`, for Cloud SQL's connectors. */
  readonly connectionName: string;
  /** Private address of the primary. */
  readonly endpoint: string;
  readonly databaseName: string;
  /** Certificate of the authority that signs the server's, PEM: clients verify with `sslmode=verify-ca`, for its name is no host's. */
  readonly caCertificate: string;
  /** Size in GiB up to which the storage grows; undefined where it does not grow. */
  readonly maxStorageGib?: number;
  /** Private addresses of the read replicas in the same region. */
  readonly replicaEndpoints: string[];

  constructor(scope: Construct, id: string, props: PostgresDatabaseProps) {
    super(scope, id);
    const { names, name, network, deletionProtection, maxStorageGib, remoteReplica } = props;

    const common: Omit<SqlDatabaseInstanceConfig, "lifecycle"> = {
      databaseVersion: `POSTGRES_${props.engineVersion}`,
      deletionProtection,
      dependsOn: network.privateConnection && [network.privateConnection],
    };
    // Cloud SQL enlarges the disk; going back to the size in the settings would replace the instance.
    const ignoredDiskSize = maxStorageGib === undefined ? [] : ["settings[0].disk_size"];

    const instance = new SqlDatabaseInstance(this, "instance", {
      ...common,
      ...databaseRestoration(props.restoreFrom),
      name: names.of("gcp_resource", name),
      region: names.region,
      encryptionKeyName: props.keyId,
      settings: primarySettings(props),
      lifecycle: { ignoreChanges: ["clone", "restore_backup_context", ...ignoredDiskSize] },
    });
    const database = new SqlDatabase(this, "database", {
      instance: instance.name,
      name: props.databaseName,
      deletionPolicy: "ABANDON", // PostgreSQL refuses to drop a database in use; it is deleted with the instance.
    });
    const replica = (id: string, region: string, keyId?: string) =>
      new SqlDatabaseInstance(this, id, {
        ...common,
        name: names.of("gcp_resource", `${name}-${id}`),
        region,
        masterInstanceName: instance.name,
        encryptionKeyName: keyId,
        settings: commonSettings(props),
        lifecycle: { ignoreChanges: ignoredDiskSize },
      });
    const replicas = Array.from({ length: props.readReplicas }, (_, index) =>
      replica(`replica-${index + 1}`, names.region),
    );
    if (remoteReplica) replica("replica-remote", remoteReplica.region, remoteReplica.keyId);

    new DatabaseUsers(this, "users", { names, instanceName: instance.name, emails: props.iamUsers });

    this.instanceName = instance.name;
    this.connectionName = instance.connectionName;
    this.endpoint = instance.privateIpAddress;
    this.databaseName = database.name;
    this.caCertificate = instance.serverCaCert.get(0).cert;
    this.maxStorageGib = maxStorageGib;
    this.replicaEndpoints = replicas.map(({ privateIpAddress }) => privateIpAddress);
  }
}
