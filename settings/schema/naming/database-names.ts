import { rule } from "../rules";
import type { ApplicationSettings } from "../shared";

/** PostgreSQL's reserved words (appendix C of its manual), which RDS and Aurora refuse as names too. */
const words = `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user
default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner
intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order
outer overlaps placing primary references returning right select session_user similar some symmetric system_user table tablesample then
to trailing true union unique user using variadic verbose when where window with`;

/** What is there already, or never may be, by service. */
const reserved = {
  aws: new Set(`db rdsadmin template0 template1 ${words}`.split(/\s+/)),
  gcp: new Set(["cloudsqladmin", "postgres", "template0", "template1"]),
  azure: new Set(["azure_maintenance", "azure_sys", "postgres", "template0", "template1"]),
};

/** Refuses the name of a database that the service has itself or reserves. */
export const databaseNameRule = (cloud: keyof typeof reserved) =>
  rule<Pick<ApplicationSettings, "database">>(["database.name"], function* ({ database }) {
    if (database && reserved[cloud].has(database.name)) {
      yield {
        path: "database.name",
        problem: "reserved by the database",
        expected: "another name, such as app",
        found: database.name,
      };
    }
  });
