import type * as z from "zod";
import { under } from "../../path";
import type { Rule } from "../../rule";
import { databaseNameRule } from "../naming/database-names";
import { reservedComponents } from "../naming/reserved-components";
import { routeHosts, routeRule } from "../route-rules";
import { checks, rule, workloads } from "../rules";
import { certificateNames, collectorPorts, componentNameRule, flagsRule, portRule } from "../workload-rules";
import { cloudRunSizeProblem, collectorProblem } from "./cloud-run";
import { gcpFederation } from "./federation";
import { imageRule } from "./images";
import { gcpLimits } from "./limits";
import type { gcp } from "./schema";
import { isSecretVersion } from "./secrets";

type Gcp = z.infer<typeof gcp>;

/** Variables that Cloud Run sets itself. */
const reserved = ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"];
/** Cloud Run's longest start, in seconds. */
const longestStart = 240;

/** Rules of Google Cloud's services. */
export const gcpRules: Rule[] = [
  databaseNameRule("gcp"),
  componentNameRule(reservedComponents.gcp),
  flagsRule(65_536, "Secret Manager"),
  imageRule,
  portRule<Gcp>(["service.tracing"], ({ service }) => collectorPorts(service.tracing)),
  routeRule<Gcp>(["load_balancer"], ({ load_balancer }) => load_balancer.domains),
  rule<Gcp>(["application.components"], function* (settings) {
    for (const { at, host } of routeHosts(settings)) yield* certificateNames(at, host, undefined);
  }),
  rule<Gcp>(["load_balancer"], function* ({ load_balancer: { domains } }) {
    for (const [index, domain] of domains.entries()) {
      yield* certificateNames(`load_balancer.domains[${index}]`, domain, undefined);
    }
  }),
  rule<Gcp>(["application", "service"], function* (settings) {
    for (const [path, { cpu, memory_mib, environment, secrets }] of workloads(settings)) {
      const expected =
        cloudRunSizeProblem(cpu, memory_mib) ??
        (settings.service.tracing.enabled ? collectorProblem(cpu, memory_mib) : undefined);
      if (expected) {
        yield {
          path: `${path}.memory_mib`,
          problem: "not a size that Cloud Run runs",
          expected,
          found: `${cpu} vCPU with ${memory_mib} MiB`,
        };
      }
      for (const name of Object.keys(environment).filter(
        (name) => reserved.includes(name) || /^X_GOOGLE_/.test(name),
      )) {
        yield { path: under(`${path}.environment`, name), expected: "a name that Cloud Run does not set", found: name };
      }
      for (const [name, reference] of Object.entries(secrets)) {
        if (!isSecretVersion(reference)) {
          yield {
            path: under(`${path}.secrets`, name),
            expected: "a version of a secret, by number: projects/…/secrets/…/versions/3",
            found: "something else (hidden)",
          };
        }
      }
    }
  }),
  rule<Gcp>(["application"], function* (settings) {
    for (const [path, { startup }] of checks(settings)) {
      const { interval_seconds, failures } = startup;
      if (interval_seconds * failures > longestStart) {
        yield {
          path: `${path}.startup.failures`,
          problem: "more time to start than Cloud Run gives a replica",
          expected: `interval_seconds × failures of at most ${longestStart}`,
          found: String(interval_seconds * failures),
        };
      }
    }
  }),
  rule<Gcp>(["application"], function* (settings) {
    for (const [path, workload] of workloads(settings)) {
      const isReached = !("queue" in workload) || workload.route;
      if (isReached && workload.replicas.min === 0) {
        yield {
          path: `${path}.replicas.min`,
          expected: "at least 1: an idle service would count as down",
          found: "0",
        };
      }
    }
  }),
  rule<Gcp>(["cache"], function* ({ cache }) {
    if (cache && !/^(7|8)\./.test(cache.version)) {
      yield {
        path: "cache.version",
        expected: "7.x or 8.x: Memorystore runs Valkey 7.2 and 8.0",
        found: cache.version,
      };
    }
  }),
  rule<Gcp>(["network"], function* ({ network }) {
    const prefix = Number(network.cidr.split("/")[1]);
    if (prefix < 12 || prefix > 20) {
      yield { path: "network.cidr", expected: "a range from /12 to /20", found: network.cidr };
    }
  }),
  rule<Gcp>(["load_balancer"], function* ({ load_balancer }) {
    if (load_balancer.cdn && load_balancer.iap_members.length > 0) {
      yield { path: "load_balancer.cdn", expected: "either cdn or iap_members (Google's limit)", found: "both" };
    }
  }),
  ...gcpLimits,
  ...gcpFederation,
];
