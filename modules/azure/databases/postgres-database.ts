import { PostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";
import { PostgresqlFlexibleServerActiveDirectoryAdministrator } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-active-directory-administrator";
import { PostgresqlFlexibleServerDatabase } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-database";
import { Construct } from "constructs";
import { deletionLock } from "../access/deletion-lock";
import { diagnostics } from "../monitoring/diagnostics";
import { databaseParameters } from "./database-parameters";
import { type DatabaseOrigin, databaseRestoration } from "./database-restoration";
import { type DatabaseServerProps, serverConfig } from "./database-server";

/** A principal of Entra ID with all rights, such as creating the database user of an application's identity. */
export interface DatabaseAdministrator {
  /** Object id in Entra ID. */
  readonly objectId: string;
  /** Its name in Entra ID, and the user name in PostgreSQL. */
  readonly principalName: string;
  readonly principalType: "Group" | "ServicePrincipal" | "User";
}

export interface PostgresDatabaseProps extends DatabaseServerProps {
  /** The part of the server's name between environment and suffix. */
  readonly name: string;
  /** Name of the database in the server. */
  readonly databaseName: string;
  /** Log Analytics workspace that gets the server's log. */
  readonly workspaceId: string;
  /** Administrators, by a key that becomes part of the address. */
  readonly administrators: Readonly<Record<string, DatabaseAdministrator>>;
  /** A standby, in a second zone where the region has zones. */
  readonly highAvailability: boolean;
  /** Whether the region has availability zones. @default true */
  readonly hasZones?: boolean;
  /** Days that point-in-time recovery reaches back, 7 to 35 (Azure limits). */
  readonly backupDays: number;
  /** Whether backups are also copied to the paired region; a change replaces the server. */
  readonly geoRedundantBackups: boolean;
  /** Number of read replicas in the same region, at most 5 (Azure limit). */
  readonly readReplicas: number;
  /** Backup with which the server starts; ignored after the first deployment. @default - an empty server */
  readonly restoreFrom?: DatabaseOrigin;
}

/** A PostgreSQL flexible server inside the network, with TLS only. Users sign in with Entra ID; there is no password. */
export class PostgresDatabase extends Construct {
  static readonly port = 5432;
  /** Id of the server. */
  readonly id: string;
  readonly serverName: string;
  /** Host name of the primary. */
  readonly endpoint: string;
  readonly port = PostgresDatabase.port;
  readonly databaseName: string;
  /** User names of the administrators. */
  readonly administratorNames: readonly string[];
  /** Host names of the read replicas. */
  readonly replicaEndpoints: string[];

  constructor(scope: Construct, id: string, props: PostgresDatabaseProps) {
    super(scope, id);
    const { names, name, highAvailability, readReplicas } = props;
    if (props.skuName.startsWith("B_") && (highAvailability || readReplicas > 0)) {
      throw new Error(
        `database "${name}": expected a tier with standby and replicas (GP_, MO_), found ${props.skuName}`,
      );
    }

    const common = serverConfig(props);
    const server = new PostgresqlFlexibleServer(this, "server", {
      ...common,
      ...databaseRestoration(props.restoreFrom),
      name: names.of("azure_database", name),
      backupRetentionDays: props.backupDays,
      geoRedundantBackupEnabled: props.geoRedundantBackups,
      highAvailability: highAvailability
        ? { mode: props.hasZones === false ? "SameZone" : "ZoneRedundant" }
        : undefined,
    });
    const logged = (part: string, { id }: PostgresqlFlexibleServer) =>
      diagnostics(this, `${part}-diagnostics`, { targetResourceId: id, workspaceId: props.workspaceId });
    logged("server", server);
    const settled = databaseParameters(this, "parameter", server);
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
      lifecycle: { preventDestroy: common.lifecycle.preventDestroy },
    });
    const replicas = Array.from({ length: readReplicas }, (_, index) => {
      const part = `replica-${index + 1}`;
      const replica = new PostgresqlFlexibleServer(this, part, {
        ...common,
        name: names.of("azure_database", `${name}-${part}`),
        createMode: "Replica",
        sourceServerId: server.id,
        // A new replica copies the primary's parameters.
        dependsOn: settled,
      });
      databaseParameters(this, `${part}-parameter`, replica);
      logged(part, replica);
      return replica;
    });
    if (props.protected) deletionLock(this, "lock", server.id);

    this.id = server.id;
    this.serverName = server.name;
    this.endpoint = server.fqdn;
    this.databaseName = database.name;
    this.administratorNames = Object.values(props.administrators).map(({ principalName }) => principalName);
    this.replicaEndpoints = replicas.map(({ fqdn }) => fqdn);
  }
}
