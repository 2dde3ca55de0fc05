import type { PostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";
import { PostgresqlFlexibleServerConfiguration } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-configuration";
import type { Construct } from "constructs";

const defaults = {
  require_secure_transport: "on",
  ssl_min_protocol_version: "TLSv1.2",
  // Slows an address down that fails to sign in again and again.
  "connection_throttle.enable": "on",
  log_checkpoints: "on",
  log_connections: "on",
  log_disconnections: "on",
  log_lock_waits: "on",
  log_min_duration_statement: "1000", // milliseconds: slow statements
  "azure.extensions": "PGAUDIT,PG_STAT_STATEMENTS",
  shared_preload_libraries: "pg_stat_statements,pgaudit",
  // Changes of the schema and of rights, with who made them.
  "pgaudit.log": "ddl,role",
};

/** Engine parameters that force TLS 1.2 and log connections, slow statements, changes of the schema and of rights. */
export function databaseParameters(
  scope: Construct,
  id: string,
  server: PostgresqlFlexibleServer,
  parameters: Readonly<Record<string, string>> = {},
): PostgresqlFlexibleServerConfiguration[] {
  const set = ([name, value]: [string, string], dependsOn: PostgresqlFlexibleServerConfiguration[] = []) =>
    new PostgresqlFlexibleServerConfiguration(scope, `${id}-${name}`, { serverId: server.id, name, value, dependsOn });

  const all: [string, string][] = Object.entries({ ...defaults, ...parameters });
  // What belongs to an extension can be set only once the server has loaded it.
  const ofExtensions = all.filter(([name]) => name.startsWith("pgaudit."));
  const own = all.filter((parameter) => !ofExtensions.includes(parameter)).map((parameter) => set(parameter));
  return [...own, ...ofExtensions.map((parameter) => set(parameter, own))];
}
