import type * as z from "zod";
import { under } from "../../path";
import type { Rule } from "../../rule";
import { googleLabels } from "../naming/tag-rules";
import { eachIdentityOnce } from "../once";
import { routeHosts } from "../route-rules";
import { rule, workloads } from "../rules";
import type { gcp } from "./schema";

type Gcp = z.infer<typeof gcp>;

/** Read replicas of one Cloud SQL instance ("Quotas and limits"). */
const mostReplicas = 10;
/** Backups of one Cloud SQL instance that are kept, one a day ("Automated backup and transaction log retention"). */
const mostBackups = 365;
/** Retention of a log bucket, in days (Cloud Logging, "Quotas and limits"). */
const longestLog = 3650;

/** Characters of a variable (provider 6.50, google/services/cloudrunv2/resource_cloud_run_v2_service.go). */
const longestVariable = 32_768;

/** Values that settings may have and a service of Google Cloud does not take. */
export const gcpLimits: Rule[] = [
  googleLabels,
  rule<Gcp>(["database"], ({ database }) =>
    eachIdentityOnce(
      (database?.iam_users ?? []).map((user, index) => [`database.iam_users[${index}]`, user]),
      "Cloud SQL takes one user",
    ),
  ),
  rule<Gcp>(["load_balancer"], ({ load_balancer }) =>
    eachIdentityOnce(
      load_balancer.iap_members.map((member, index) => [`load_balancer.iap_members[${index}]`, member]),
      "IAM takes one member",
    ),
  ),
  rule<Gcp>(["application"], function* (settings) {
    for (const [path, { environment }] of workloads(settings)) {
      for (const [name, { length }] of Object.entries(environment).filter(([, it]) => it.length > longestVariable)) {
        const expected = `at most ${longestVariable} characters (Cloud Run)`;
        yield { path: under(`${path}.environment`, name), problem: "too long", expected, found: String(length) };
      }
    }
  }),
  // A certificate is named after its domain (modules/gcp/edge/certificate-map.ts).
  rule<Gcp>(["load_balancer", "application.components"], function* (settings) {
    const { domains } = settings.load_balancer;
    const all = [
      ...domains.map((domain, index) => ({ at: `load_balancer.domains[${index}]`, domain })),
      ...routeHosts(settings).map(({ at, host }) => ({ at, domain: host })),
    ];
    const named = (domain: string) => domain.replaceAll(".", "-");
    for (const { at, domain } of all) {
      const first = all.find((other) => named(other.domain) === named(domain))?.domain;
      if (first === domain || first === undefined) continue;
      yield {
        path: at,
        problem: "one name for two certificates",
        expected: `a domain that differs from ${first} in more than dots and hyphens`,
        found: domain,
      };
    }
  }),
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
