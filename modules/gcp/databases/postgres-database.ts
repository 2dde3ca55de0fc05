import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database";
import { SqlDatabaseInstance, type SqlDatabaseInstanceConfig } from "@cdktf/provider-google/lib/sql-database-instance";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { DatabasePassword } from "./database-password";
import { type DatabaseOrigin, databaseRestoration } from "./database-restoration";
import { type DatabaseSettingsProps, everySettings, primarySettings } from "./database-settings";
import { DatabaseUsers } from "./database-users";

export interface PostgresDatabaseProps extends DatabaseSettingsProps {
  readonly names: Names;
  /** The last part of the instance's name. */
  readonly name: string;
  /** Major version of PostgreSQL, such as "16"; Cloud SQL applies minor upgrades. */
  readonly engineVersion: string;
  readonly databaseName: string;
  /** KMS key of data and backups (`EncryptionKey` for the service `cloud-sql`). @default - keys that Google manages */
  readonly keyId?: string;
  /** Read replicas in the same region. @default 0 */
  readonly readReplicas?: number;
  /** One more replica in another region, which can be promoted when the first is lost. @default - none */
  readonly remoteReplica?: {
    readonly region: string;
    /** KMS key in that region; needed with `keyId`. @default - keys that Google manages */
    readonly keyId?: string;
  };
  /** E-mails of people and accounts that may log in beside the services that use the database. @default - none */
  readonly iamUsers?: readonly string[];
  /** A user with a password for applications that cannot log in with IAM. @default - none: there is no password at all */
  readonly password?: {
    /** @default "app" */
    readonly username?: string;
    /** Must be ephemeral, such as a variable of that kind, or it would stand in plan and state. */
    readonly value: string;
    /** Counted up when the password changes. */
    readonly version: number;
  };
  /** What the instance starts with; counts only when it is made. @default - nothing, an empty database */
  readonly restoreFrom?: DatabaseOrigin;
}

/**
 * PostgreSQL on Cloud SQL with a private address only, over TLS only; services log in with their own account. Such a user may
 * connect and no more, until somebody grants it rights in SQL as `postgres`, whose password `gcloud sql users set-password`
 * sets; a user of `password` may do everything.
 */
export class PostgresDatabase extends Construct {
  static readonly port = 5432;
  readonly port = PostgresDatabase.port;
  readonly instanceName: string;
  /** `<project>:<region>:<instance>`, for Cloud SQL's connectors. */
  readonly connectionName: string;
  /** Private address of the primary. */
  readonly endpoint: string;
  readonly databaseName: string;
  readonly maxStorageGib?: number;
  /** Private addresses of the read replicas in the same region. */
  readonly replicaEndpoints: string[];
  /** The user with the password in `secretId`, where there is one. */
  readonly username?: string;
  readonly secretId?: string;
  readonly secretVersion?: string;

  constructor(scope: Construct, id: string, props: PostgresDatabaseProps) {
    super(scope, id);
    const { names, name, network, deletionProtection = true, maxStorageGib, remoteReplica } = props;

    const everyInstance: Omit<SqlDatabaseInstanceConfig, "lifecycle"> = {
      databaseVersion: `POSTGRES_${props.engineVersion}`,
      deletionProtection,
      dependsOn: [network.privateConnection],
    };
    // Cloud SQL enlarges the disk; the smaller size of the settings would replace the instance.
    const grown = maxStorageGib === undefined ? [] : ["settings[0].disk_size"];

    const instance = new SqlDatabaseInstance(this, "instance", {
      ...everyInstance,
      ...databaseRestoration(props.restoreFrom),
      name: names.of("gcp_resource", name),
      region: names.region,
      encryptionKeyName: props.keyId,
      settings: primarySettings(props),
      lifecycle: { ignoreChanges: ["clone", "restore_backup_context", ...grown] },
    });
    const database = new SqlDatabase(this, "database", {
      instance: instance.name,
      name: props.databaseName,
      deletionPolicy: "ABANDON", // PostgreSQL refuses to drop a database in use; it goes with the instance.
    });
    const replica = (id: string, region: string, keyId?: string) =>
      new SqlDatabaseInstance(this, id, {
        ...everyInstance,
        name: names.of("gcp_resource", `${name}-${id}`),
        region,
        masterInstanceName: instance.name,
        encryptionKeyName: keyId,
        settings: everySettings(props),
        lifecycle: { ignoreChanges: grown },
      });
    const replicas = Array.from({ length: props.readReplicas ?? 0 }, (_, index) =>
      replica(`replica-${index + 1}`, names.region),
    );
    if (remoteReplica) replica("replica-remote", remoteReplica.region, remoteReplica.keyId);

    new DatabaseUsers(this, "users", { names, instanceName: instance.name, emails: props.iamUsers ?? [] });
    if (props.password) {
      const { value, version, username = "app" } = props.password;
      const login = new DatabasePassword(this, "password", {
        names,
        name,
        instanceName: instance.name,
        username,
        password: value,
        version,
        protected: deletionProtection,
      });
      this.username = username;
      this.secretId = login.secretId;
      this.secretVersion = login.secretVersion;
    }

    this.instanceName = instance.name;
    this.connectionName = instance.connectionName;
    this.endpoint = instance.privateIpAddress;
    this.databaseName = database.name;
    this.maxStorageGib = maxStorageGib;
    this.replicaEndpoints = replicas.map(({ privateIpAddress }) => privateIpAddress);
  }
}
