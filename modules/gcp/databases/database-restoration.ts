import type { SqlDatabaseInstanceConfig } from "@cdktf/provider-google/lib/sql-database-instance";

/** The instance of which a new one is a clone. */
export interface DatabaseOrigin {
  /** Name of an instance of the same project and region. */
  readonly instance: string;
  /** Point in time, UTC, such as `2026-01-31T12:00:00Z`. @default - now */
  readonly time?: string;
}

/** The arguments of an instance that is made as a clone; the instance's lifecycle ignores them afterwards. */
export function databaseRestoration(origin?: DatabaseOrigin): Pick<SqlDatabaseInstanceConfig, "clone"> {
  return origin ? { clone: { sourceInstanceName: origin.instance, pointInTime: origin.time } } : {};
}
