const defaults = {
  "cloudsql.iam_authentication": "on",
  // Who may do what and who changes the schema, as audit records; effective once `CREATE EXTENSION pgaudit` has been run.
  "cloudsql.enable_pgaudit": "on",
  "pgaudit.log": "ddl,role",
  log_checkpoints: "on",
  log_connections: "on",
  log_disconnections: "on",
  log_duration: "on",
  log_hostname: "on",
  log_lock_waits: "on",
  log_min_error_statement: "error",
  log_min_messages: "warning",
  // Slow statements are in Query Insights; the log would hold them with the values in them.
  log_min_duration_statement: "-1",
  log_statement: "ddl",
  log_temp_files: "0",
};

/** Flags of PostgreSQL that let accounts log in and record who did what; `own` are set beside or instead of them. */
export function databaseFlags(own: Readonly<Record<string, string>> = {}): { name: string; value: string }[] {
  return Object.entries({ ...defaults, ...own })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}
