import { orZero, series } from "./monitoring-metrics";
import type { MetricSources, WatchedDatabase } from "./monitoring-sources";

/* PromQL expressions over the metrics of Cloud SQL, as in monitoring-metrics.ts. */

/** The Cloud SQL instance with its project. */
export interface DatabaseSource extends WatchedDatabase, Pick<MetricSources, "project"> {}

/** The database of the sources, by a key of its own; no entry where there is none. */
export function ofEachDatabase<T>(
  { project, database }: MetricSources,
  map: (database: DatabaseSource) => T,
): Readonly<Record<string, T>> {
  return database ? { database: map({ ...database, project }) } : {};
}

/** A gauge of the Cloud SQL instance, on average. */
export const databaseGauge = (database: DatabaseSource, metric: string, window: string) =>
  `sum(avg_over_time(${ofDatabase(`cloudsql.googleapis.com/database/${metric}`, database)}[${window}]))`;

/** Free storage of the database in percent. */
export function freeStoragePercent(database: DatabaseSource, window: string): string {
  const { maxStorageGib } = database;
  const used =
    maxStorageGib === undefined
      ? databaseGauge(database, "disk/utilization", window)
      : `${databaseGauge(database, "disk/bytes_used", window)} / (${maxStorageGib} * 1073741824)`;
  return `100 - 100 * ${used}`;
}

/** Connections that PostgreSQL refused, counted in its log. */
export const refusedConnections = (database: DatabaseSource, window: string) =>
  orZero(
    `sum(increase(${ofDatabase(`logging.googleapis.com/user/${database.refusedConnections}`, database)}[${window}]))`,
  );

const ofDatabase = (metric: string, { project, instanceName }: DatabaseSource) =>
  series(metric, "cloudsql_database", { database_id: `${project}:${instanceName}` });
