import type { PostgresqlFlexibleServerConfig } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";

/** The backup with which a new server starts. */
export interface DatabaseOrigin {
  /** Id of the server that has the backup, `/subscriptions/…/flexibleServers/<name>`. */
  readonly serverId: string;
  /** Point in time, UTC, such as `2026-01-31T12:00:00Z`; within the backup retention of that server. */
  readonly time: string;
  /** Whether the server is in the paired region; it must have geo-redundant backups. */
  readonly otherRegion: boolean;
}

/** The arguments of a server that is made from a backup; the server's lifecycle ignores them afterwards. */
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
