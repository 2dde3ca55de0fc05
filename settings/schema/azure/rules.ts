import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule, workloads } from "../rules";
import type { azure } from "./schema";
import { containerAppSizeProblem, containerGroupSizeProblem } from "./sizes";

type Azure = z.infer<typeof azure>;

/** Windows that an alert of Azure Monitor may have, in seconds. */
const windows = [60, 300, 900, 1800, 3600, 21_600, 86_400];

/** Rules of Azure's services. */
export const azureRules: Rule[] = [
  rule<Azure>(["application", "service"], function* (settings) {
    const { platform, tracing } = settings.service;
    const problem = platform === "container_apps" ? containerAppSizeProblem : containerGroupSizeProblem;
    for (const [path, workload] of workloads(settings)) {
      const expected = problem(workload, tracing.enabled);
      if (expected) {
        yield {
          path: `${path}.memory_mib`,
          problem: `not a size that ${platform.replace("_", " ")} run`,
          expected,
          found: `${workload.cpu} vCPU with ${workload.memory_mib} MiB`,
        };
      }
      for (const [name, reference] of Object.entries(workload.secrets)) {
        if (!/^[A-Za-z0-9-]+(\/[0-9a-f]{32})?$/.test(reference)) {
          yield {
            path: `${path}.secrets.${name}`,
            expected: "the name of a secret in the stack's Key Vault, optionally with /<version>",
            found: "something else (hidden)",
          };
        }
      }
      if (platform === "container_apps" && Object.keys(workload.targets.custom).length > 0) {
        yield {
          path: `${path}.targets.custom`,
          problem: "Container Apps cannot scale by a metric of the application",
          expected: "none",
          found: Object.keys(workload.targets.custom).join(", "),
        };
      }
      if (workload.replicas.min === 0 && platform === "container_instances") {
        yield { path: `${path}.replicas.min`, expected: "at least 1: container groups do not scale", found: "0" };
      }
    }
  }),
  rule<Azure>(["service"], function* ({ service }) {
    const isApps = service.platform === "container_apps";
    const only = (path: string, platform: string) => ({
      path: `service.${path}`,
      expected: `platform = "${platform}"`,
      found: service.platform,
    });
    if (isApps && service.blue_green) yield only("blue_green", "container_instances");
    if (!isApps && Object.keys(service.tasks).length > 0) yield only("tasks", "container_apps");
    if (!isApps && service.registry_credentials) yield only("registry_credentials", "container_apps");
  }),
  rule<Azure>(["load_balancer"], function* ({ load_balancer: { domain, dns_zone } }) {
    if (dns_zone && domain !== dns_zone.name && !domain.endsWith(`.${dns_zone.name}`)) {
      yield { path: "load_balancer.dns_zone.name", expected: `a zone that ${domain} ends with`, found: dns_zone.name };
    }
  }),
  rule<Azure>(["network"], function* ({ network }) {
    const prefix = Number(network.cidr.split("/")[1]);
    if (prefix < 16 || prefix > 22) {
      yield { path: "network.cidr", expected: "a range from /16 to /22", found: network.cidr };
    }
  }),
  rule<Azure>(["database"], function* ({ database }) {
    if (!/^1[4-7]$/.test(database.version)) {
      yield {
        path: "database.version",
        expected: "PostgreSQL 14, 15, 16 or 17, the major version alone: Azure applies the minor ones",
        found: database.version,
      };
    }
    if (database.backup_days < 7) {
      yield { path: "database.backup_days", expected: "7 to 35 (Azure's limits)", found: String(database.backup_days) };
    }
    const isBurstable = database.sku ? database.sku.startsWith("B_") : database.size === "small";
    if (isBurstable && (database.high_availability || database.replicas > 0)) {
      yield {
        path: "database.size",
        problem: "a burstable database server has neither standby nor replicas",
        expected: "medium or larger, or high_availability = false and no replicas",
        found: database.sku ?? database.size,
      };
    }
    if (Object.keys(database.administrators).length === 0) {
      yield { path: "database.administrators", expected: "at least one: there is no password", found: "none" };
    }
  }),
  rule<Azure>(["alerts"], function* ({ alerts }) {
    for (const [name, { for_seconds }] of Object.entries(alerts)) {
      if (!windows.includes(for_seconds)) {
        yield {
          path: `alerts.${name}.for_seconds`,
          expected: `one of ${windows.join(", ")} (Azure Monitor)`,
          found: String(for_seconds),
        };
      }
    }
  }),
  rule<Azure>(["cache"], function* ({ cache }) {
    if (cache && cache.nodes > 2) {
      yield { path: "cache.nodes", expected: "1 or 2 (Azure Managed Redis)", found: String(cache.nodes) };
    }
  }),
];
