import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule } from "../rules";
import { googleLabels } from "../tag-rules";
import type { gcp } from "./schema";

type Gcp = z.infer<typeof gcp>;

/** Read replicas of one Cloud SQL instance ("Quotas and limits"). */
const mostReplicas = 10;
/** Backups of one Cloud SQL instance that are kept, one a day ("Automated backup and transaction log retention"). */
const mostBackups = 365;
/** Retention of a log bucket, in days (Cloud Logging, "Quotas and limits"). */
const longestLog = 3650;

/** Values that settings may have and a service of Google Cloud does not take. */
export const gcpLimits: Rule[] = [
  googleLabels,
  rule<Gcp>(["database", "backup"], function* ({ database, backup }) {
    if (database && backup.enabled && backup.retention_days > mostBackups) {
      yield {
        path: "backup.retention_days",
        problem: "more daily backups than Cloud SQL keeps",
        expected: `at most ${mostBackups}`,
        found: String(backup.retention_days),
      };
    }
  }),
  rule<Gcp>(["audit", "log_days"], function* ({ audit, log_days }) {
    if (audit.enabled && log_days > longestLog) {
      yield {
        path: "log_days",
        problem: "longer than Cloud Logging keeps a log",
        expected: `at most ${longestLog}`,
        found: String(log_days),
      };
    }
  }),
  rule<Gcp>(["database", "location"], function* ({ database, location }) {
    if (!database) return;
    if (!/^1[4-8]$/.test(database.version)) {
      yield {
        path: "database.version",
        expected: "PostgreSQL 14 to 18, the major version alone: Cloud SQL applies the minor ones",
        found: database.version,
      };
    }
    const replicas = database.replicas + (database.replica_location ? 1 : 0);
    if (replicas > mostReplicas) {
      yield {
        path: "database.replicas",
        problem: "more replicas than Cloud SQL allows",
        expected: `at most ${mostReplicas}, that of replica_location included`,
        found: String(replicas),
      };
    }
    if (database.replica_location === location) {
      yield { path: "database.replica_location", expected: `another region than ${location}`, found: location };
    }
  }),
];
