import type { PostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";
import { PostgresqlFlexibleServerConfiguration } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-configuration";
import type { Construct } from "constructs";

const parameters = {
  require_secure_transport: "on",
  ssl_min_protocol_version: "TLSv1.2",
  // Slows down an address after repeated failed logins.
  "connection_throttle.enable": "on",
  log_checkpoints: "on",
  log_connections: "on",
  log_disconnections: "on",
  log_lock_waits: "on",
  log_min_duration_statement: "1000", // milliseconds: slow statements
  "azure.extensions": "PGAUDIT,PG_STAT_STATEMENTS",
  shared_preload_libraries: "pg_stat_statements,pgaudit",
  // Changes of schema and grants, with the user who made them.
  "pgaudit.log": "ddl,role",
};

/** Engine parameters that require TLS 1.2 and log connections, slow statements, and changes of schema and grants. */
export function databaseParameters(
  scope: Construct,
  id: string,
  server: PostgresqlFlexibleServer,
): PostgresqlFlexibleServerConfiguration[] {
  const set = ([name, value]: [string, string], dependsOn: PostgresqlFlexibleServerConfiguration[] = []) =>
    new PostgresqlFlexibleServerConfiguration(scope, `${id}-${name}`, { serverId: server.id, name, value, dependsOn });

  const all: [string, string][] = Object.entries(parameters);
  // The parameters of an extension can be set only after the server has loaded it.
  const ofExtensions = all.filter(([name]) => name.startsWith("pgaudit."));
  const own = all.filter((parameter) => !ofExtensions.includes(parameter)).map((parameter) => set(parameter));
  return [...own, ...ofExtensions.map((parameter) => set(parameter, own))];
}
