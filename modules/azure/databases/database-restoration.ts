import type { PostgresqlFlexibleServerConfig } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";

/** The backup from which a new server is made. */
export interface DatabaseOrigin {
  /** Id of the server that has the backup, `/subscriptions/…/flexibleServers/<name>`. */
  readonly serverId: string;
  /** UTC, such as `2026-01-31T12:00:00Z`; within the days that the backup reaches back. */
  readonly time: string;
  /** The server stands in the paired region and keeps geo-redundant backups. @default false */
  readonly otherRegion?: boolean;
}

/** The arguments of a server that is made from a backup; the server's lifecycle ignores them once it is there. */
export function databaseRestoration(
  origin?: DatabaseOrigin,
): Pick<PostgresqlFlexibleServerConfig, "createMode" | "sourceServerId" | "pointInTimeRestoreTimeInUtc"> {
  if (!origin) return {};
  return {
    createMode: origin.otherRegion ? "GeoRestore" : "PointInTimeRestore",
    sourceServerId: origin.serverId,
    pointInTimeRestoreTimeInUtc: origin.time,
  };
}
