import { under } from "../path";
import { Unreadable } from "../readable";
import type { Finding, Rule } from "../rule";
import { holdsSecret } from "../secret-values";
import type { ApplicationSettings, SharedSettings } from "./shared";

type Application = Pick<ApplicationSettings, "application">;
type Stored = Pick<ApplicationSettings, "database"> & Pick<SharedSettings, "protected">;
type Workload = Application["application"] | Application["application"]["components"][string];

/** A rule over settings of type S. It runs as far as what it reads is right. */
export const rule = <S>(reads: string[], check: (settings: S) => Iterable<Finding>): Rule => ({
  reads,
  check: (settings) => {
    const findings: Finding[] = [];
    try {
      for (const finding of check(settings as S)) findings.push(finding);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
    return findings;
  },
});

/** The application and its components, each with its path. */
export const workloads = ({ application }: Application): [path: string, workload: Workload][] => [
  ["application", application],
  ...Object.entries(application.components).map(([name, component]): [string, Workload] => [
    `application.components.${name}`,
    component,
  ]),
];

/** The checks of the application and of each component that clients reach, each with its path. */
export const checks = ({
  application,
}: Application): [path: string, health: Application["application"]["health"]][] => [
  ["application.health", application.health],
  ...Object.entries(application.components).flatMap(([name, { route }]): [string, typeof application.health][] =>
    route ? [[`application.components.${name}.route.health`, route.health]] : [],
  ),
];

/** Names of environment variables that probably hold a secret. */
const secretName = /PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE[._]?KEY|API[._]?KEY|CREDENTIAL/i;

/** Whether a variable holds a secret, by its name or by the form of its value. */
export const isSecretVariable = (name: string, value: string): boolean => secretName.test(name) || holdsSecret(value);

/** Rules that hold on every platform. */
export const sharedRules: Rule[] = [
  rule<SharedSettings>(["state"], function* ({ state }) {
    for (const key of ["role_arn", "use_lockfile"] as const) {
      if (state.cloud && state[key]) {
        yield { path: `state.${key}`, expected: "either state.cloud or state in a bucket", found: "both" };
      }
    }
  }),
];

/** Rules where a platform needs no AWS account of its own. */
export const stateAccountRules: Rule[] = [
  rule<SharedSettings>(["state", "account_id"], function* ({ state, account_id }) {
    if (!state.cloud && !account_id) {
      const expected = "the AWS account that holds the state, or state.cloud";
      yield { path: "account_id", problem: "missing", expected, found: "nothing" };
    }
  }),
];

/** Rules about the recipients of alerts, for each platform that has alerts. */
export const notificationRules: Rule[] = [
  rule<Pick<SharedSettings, "protected" | "notifications">>(["protected", "notifications"], function* (settings) {
    if (settings.protected && settings.notifications.critical.length === 0) {
      yield {
        path: "notifications.critical",
        expected: "at least one address where `protected` is true",
        found: "none",
      };
    }
  }),
];

/** Rules about the application, on every platform that runs it. */
export const applicationRules: Rule[] = [
  rule<Application>(["application"], function* (settings) {
    for (const [path, { replicas, environment, secrets }] of workloads(settings)) {
      for (const name of Object.keys(secrets).filter((name) => Object.hasOwn(environment, name))) {
        yield {
          path: under(`${path}.secrets`, name),
          expected: "each variable in one place",
          found: "it in `environment` too",
        };
      }
      if (replicas.min > replicas.max) {
        yield {
          path: `${path}.replicas.min`,
          expected: `at most replicas.max (${replicas.max})`,
          found: String(replicas.min),
        };
      }
      for (const [name, value] of Object.entries(environment)) {
        if (!isSecretVariable(name, value)) continue;
        yield {
          path: under(`${path}.environment`, name),
          expected: "a secret by reference, under `secrets`",
          found: "a plain value (hidden)",
        };
      }
    }
  }),
  rule<Application>(["application"], function* (settings) {
    for (const [path, health] of checks(settings)) {
      for (const [name, probe] of Object.entries(health)) {
        if (probe.timeout_seconds >= probe.interval_seconds) {
          yield {
            path: `${path}.${name}.timeout_seconds`,
            expected: `less than interval_seconds (${probe.interval_seconds})`,
            found: String(probe.timeout_seconds),
          };
        }
      }
    }
  }),
  ...notificationRules,
];

/** Rules about what the application stores. */
export const storeRules: Rule[] = [
  rule<Stored>(["database"], function* ({ database }) {
    if (!database) return;
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
    if (settings.protected && settings.database?.protected === false) {
      yield { path: "database.protected", expected: "true where `protected` is", found: "false" };
    }
  }),
];
