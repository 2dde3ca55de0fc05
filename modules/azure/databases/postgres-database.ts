import { PostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";
import { PostgresqlFlexibleServerActiveDirectoryAdministrator } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-active-directory-administrator";
import { PostgresqlFlexibleServerDatabase } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-database";
import { Construct } from "constructs";
import { deletionLock } from "../access/deletion-lock";
import { diagnostics } from "../monitoring/diagnostics";
import { databaseParameters } from "./database-parameters";
import { type DatabaseOrigin, databaseRestoration } from "./database-restoration";
import { type DatabaseServerProps, serverConfig } from "./database-server";

/** Who signs in with Entra ID and may do everything, such as making a role for an application's identity. */
export interface DatabaseAdministrator {
  readonly objectId: string;
  /** Also the user name in PostgreSQL. */
  readonly principalName: string;
  readonly principalType: "Group" | "ServicePrincipal" | "User";
}

export interface PostgresDatabaseProps extends DatabaseServerProps {
  /** The part of the server's name between environment and suffix. */
  readonly name: string;
  readonly databaseName: string;
  /** Keeps the server's log. */
  readonly workspaceId: string;
  /** By a name of your own. */
  readonly administrators: Readonly<Record<string, DatabaseAdministrator>>;
  /** A standby in a second zone. @default true */
  readonly highAvailability?: boolean;
  /** Days that point-in-time recovery reaches back, 7 to 35 (Azure limits). @default 30 (document 002) */
  readonly backupDays?: number;
  /** Backups also in the paired region; a change replaces the server. @default true */
  readonly geoRedundantBackups?: boolean;
  /** Read replicas in the same region, at most 5 (Azure limit). @default 0 */
  readonly readReplicas?: number;
  /** A login with a password beside Entra ID, for what knows no other; the value is in no plan and no state. @default - none */
  readonly passwordLogin?: {
    readonly username: string;
    /** A token, such as that of a sensitive variable. */
    readonly password: string;
    /** Raised to set a new password. */
    readonly version: number;
  };
  /** Engine parameters beside or instead of ours. @default - none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What the server starts with; counts only when it is made. @default - nothing, an empty server */
  readonly restoreFrom?: DatabaseOrigin;
}

/** A PostgreSQL flexible server inside the network: TLS only, login with Entra ID, so that there is no password to keep. */
export class PostgresDatabase extends Construct {
  static readonly port = 5432;
  /** Of the server. */
  readonly id: string;
  readonly serverName: string;
  /** Host name of the primary. */
  readonly endpoint: string;
  readonly port = PostgresDatabase.port;
  readonly databaseName: string;
  /** Host names of the read replicas. */
  readonly replicaEndpoints: string[];

  constructor(scope: Construct, id: string, props: PostgresDatabaseProps) {
    super(scope, id);
    const { names, name, highAvailability = true, readReplicas = 0, geoRedundantBackups = true } = props;
    const { passwordLogin } = props;
    if (props.skuName.startsWith("B_") && (highAvailability || readReplicas > 0)) {
      throw new Error(
        `database "${name}": expected a tier with standby and replicas (GP_, MO_), found ${props.skuName}`,
      );
    }
    if (props.encryptionKey && geoRedundantBackups) {
      throw new Error(
        `database "${name}": expected no geoRedundantBackups with encryptionKey, which stays in its region`,
      );
    }

    const everyServer = serverConfig(props, passwordLogin !== undefined);
    const server = new PostgresqlFlexibleServer(this, "server", {
      ...everyServer,
      ...databaseRestoration(props.restoreFrom),
      name: names.of("azure_database", name),
      administratorLogin: passwordLogin?.username,
      administratorPasswordWo: passwordLogin?.password,
      administratorPasswordWoVersion: passwordLogin?.version,
      backupRetentionDays: props.backupDays ?? 30,
      geoRedundantBackupEnabled: geoRedundantBackups,
      highAvailability: highAvailability ? { mode: "ZoneRedundant" } : undefined,
    });
    const logged = (part: string, { id }: PostgresqlFlexibleServer) =>
      diagnostics(this, `${part}-diagnostics`, { targetResourceId: id, workspaceId: props.workspaceId });
    logged("server", server);
    const settled = databaseParameters(this, "parameter", server, props.parameters);
    for (const [key, administrator] of Object.entries(props.administrators)) {
      new PostgresqlFlexibleServerActiveDirectoryAdministrator(this, `administrator-${key}`, {
        serverName: server.name,
        resourceGroupName: props.resourceGroup.name,
        tenantId: props.tenantId,
        ...administrator,
      });
    }
    const database = new PostgresqlFlexibleServerDatabase(this, "database", {
      serverId: server.id,
      name: props.databaseName,
      charset: "UTF8",
      collation: "en_US.utf8",
      lifecycle: { preventDestroy: everyServer.lifecycle.preventDestroy },
    });
    const replicas = Array.from({ length: readReplicas }, (_, index) => {
      const part = `replica-${index + 1}`;
      const replica = new PostgresqlFlexibleServer(this, part, {
        ...everyServer,
        name: names.of("azure_database", `${name}-${part}`),
        createMode: "Replica",
        sourceServerId: server.id,
        // A replica takes over the parameters that the primary has when it is made.
        dependsOn: settled,
      });
      databaseParameters(this, `${part}-parameter`, replica, props.parameters);
      logged(part, replica);
      return replica;
    });
    if (props.protected ?? true) deletionLock(this, "lock", server.id);

    this.id = server.id;
    this.serverName = server.name;
    this.endpoint = server.fqdn;
    this.databaseName = database.name;
    this.replicaEndpoints = replicas.map(({ fqdn }) => fqdn);
  }
}
