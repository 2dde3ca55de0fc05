const flags = {
  "cloudsql.iam_authentication": "on",
  // Audit records of grants and schema changes; they start once `CREATE EXTENSION pgaudit` was run.
  "cloudsql.enable_pgaudit": "on",
  "pgaudit.log": "ddl,role",
  log_checkpoints: "on",
  log_connections: "on",
  log_disconnections: "on",
  log_duration: "off", // A line for every statement; Query Insights has the durations.
  log_hostname: "on",
  log_lock_waits: "on",
  log_min_error_statement: "error",
  log_min_messages: "warning",
  // Query Insights shows slow statements; the log would contain the values in them.
  log_min_duration_statement: "-1",
  log_statement: "ddl",
  log_temp_files: "0",
};

/** Flags of PostgreSQL that allow IAM logins and log connections, schema changes and grants; in the order that Cloud SQL returns. */
export const databaseFlags = Object.entries(flags)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, value]) => ({ name, value }));
