import type * as z from "zod";
import type { Finding, Rule } from "../rule";
import type { account } from "./account/schema";
import type { aws } from "./aws/schema";

export type Aws = z.infer<typeof aws>;
type Shared = z.infer<typeof account>;
type Notified = Pick<Shared, "protected" | "notifications">;
type Application = Pick<Aws, "application">;
type Stored = Pick<Aws, "database" | "protected">;

/** A rule over settings of type S; it runs when nothing it reads is already wrong. */
export const rule = <S>(reads: string[], check: (settings: S) => Iterable<Finding>): Rule => ({
  reads,
  check: (settings) => [...check(settings as S)],
});

/** The application and its components, each with its path. */
export const workloads = ({
  application,
}: Pick<Aws, "application">): [
  path: string,
  workload: Aws["application"] | Aws["application"]["components"][string],
][] => [
  ["application", application],
  ...Object.entries(application.components).map(([name, component]): [string, typeof component] => [
    `application.components.${name}`,
    component,
  ]),
];

/** Names of variables that hold what must not be read. */
export const secretName = /PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY|API_KEY|CREDENTIAL/;

/** Rules that hold on every platform. */
export const sharedRules: Rule[] = [
  rule<Shared>(["state"], function* ({ state }) {
    for (const key of ["role_arn", "use_lockfile"] as const) {
      if (state.cloud && state[key]) {
        yield { path: `state.${key}`, expected: "either state.cloud or state in a bucket", found: "both" };
      }
    }
  }),
];

/** Rules about the ground of an environment. */
export const accountRules: Rule[] = [
  rule<Shared>(["region", "copy_region"], function* ({ region, copy_region }) {
    if (copy_region === region) {
      yield { path: "copy_region", expected: `another region than ${region}`, found: region };
    }
  }),
];

/** Rules about who hears of alerts, for each platform that has alerts. */
export const notificationRules: Rule[] = [
  rule<Notified>(["protected", "notifications"], function* (settings) {
    if (settings.protected && settings.notifications.critical.length === 0) {
      yield {
        path: "notifications.critical",
        expected: "at least one address where `protected` is true",
        found: "none",
      };
    }
  }),
];

/** Rules about the application, wherever it runs. */
export const applicationRules: Rule[] = [
  rule<Application>(["application"], function* (settings) {
    for (const [path, { replicas, environment }] of workloads(settings)) {
      if (replicas.min > replicas.max) {
        yield {
          path: `${path}.replicas.min`,
          expected: `at most replicas.max (${replicas.max})`,
          found: String(replicas.min),
        };
      }
      for (const name of Object.keys(environment).filter((key) => secretName.test(key))) {
        yield {
          path: `${path}.environment.${name}`,
          expected: "a secret by reference, under `secrets`",
          found: "a plain value (hidden)",
        };
      }
    }
  }),
  rule<Application>(["application.health"], function* ({ application }) {
    for (const [name, probe] of Object.entries(application.health)) {
      if (probe.timeout_seconds >= probe.interval_seconds) {
        yield {
          path: `application.health.${name}.timeout_seconds`,
          expected: `less than interval_seconds (${probe.interval_seconds})`,
          found: String(probe.timeout_seconds),
        };
      }
    }
  }),
  ...notificationRules,
];

/** Rules about what the application stores. */
export const storeRules: Rule[] = [
  rule<Stored>(["database"], function* ({ database }) {
    const { storage_gib, max_storage_gib } = database;
    if (max_storage_gib !== undefined && max_storage_gib <= storage_gib) {
      yield {
        path: "database.max_storage_gib",
        expected: `more than storage_gib (${storage_gib})`,
        found: String(max_storage_gib),
      };
    }
  }),
  rule<Stored>(["protected", "database.protected"], function* (settings) {
    if (settings.protected && !settings.database.protected) {
      yield { path: "database.protected", expected: "true where `protected` is", found: "false" };
    }
  }),
];
