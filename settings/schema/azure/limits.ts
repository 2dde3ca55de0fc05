import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule } from "../rules";
import { azureIdentities } from "./identities";
import type { azure } from "./schema";

type Azure = z.infer<typeof azure>;

/** Windows that an alert of Azure Monitor may have, in seconds. */
const windows = [60, 300, 900, 1800, 3600, 21_600, 86_400];

/** The largest disk of a flexible server, in GiB ("Storage options", Azure Database for PostgreSQL). */
const largestDisk = 32_767;
/** Read replicas of a flexible server ("Read replicas"). */
const mostReplicas = 5;
/** Failed probes after which an Application Gateway takes a container out ("Application Gateway limits": unhealthy threshold 1 to 20). */
const mostProbesOfGateway = 20;
/** What a probe of Container Apps takes (azurerm 4.55, internal/services/containerapps/helpers/container_apps.go), by key of the settings. */
const appProbe = { failures: 30, initial_delay_seconds: 60, interval_seconds: 240 } as const;
/** A time of each day, as AWS Backup writes it. */
const dailyTime = /^cron\(\d+ \d+ (\* \* \?|\? \* \*|\* \* \*|\? \* \?) \*\)$/;

/** Values that settings may have and a service of Azure does not take. */
export const azureLimits: Rule[] = [
  ...azureIdentities,
  rule<Azure>(["application.health", "service.platform"], function* ({ application: { health }, service }) {
    const { failures } = health.ready;
    if (failures > mostProbesOfGateway) {
      yield {
        path: "application.health.ready.failures",
        expected: `at most ${mostProbesOfGateway} (Application Gateway)`,
        found: String(failures),
      };
    }
    if (service.platform !== "container_apps") return;
    for (const [name, probe] of Object.entries(health)) {
      for (const [key, most] of Object.entries(appProbe) as [keyof typeof appProbe, number][]) {
        if (probe[key] <= most || (name === "ready" && key === "failures")) continue;
        yield {
          path: `application.health.${name}.${key}`,
          expected: `at most ${most} (Container Apps)`,
          found: String(probe[key]),
        };
      }
    }
  }),
  rule<Azure>(["backup"], function* ({ backup: { enabled, schedule } }) {
    if (enabled && !dailyTime.test(schedule)) {
      yield {
        path: "backup.schedule",
        problem: "a vault of Azure backs up once a day, and databases on Sundays",
        expected: "one time of each day, such as cron(0 5 * * ? *)",
        found: schedule,
      };
    }
  }),
  rule<Azure>(["zones", "artifacts"], function* ({ zones, artifacts: { redundancy } }) {
    if (zones.length === 0 && redundancy.includes("ZRS")) {
      yield {
        path: "artifacts.redundancy",
        problem: "copies in several zones of a region without zones",
        expected: "LRS or GRS, or zones",
        found: redundancy,
      };
    }
  }),
  rule<Azure>(["network"], function* ({ network }) {
    const prefix = Number(network.cidr.split("/")[1]);
    if (prefix < 16 || prefix > 22) {
      yield { path: "network.cidr", expected: "a range from /16 to /22", found: network.cidr };
    }
  }),
  rule<Azure>(["database"], function* ({ database }) {
    if (!database) return;
    if (!/^1[4-8]$/.test(database.version)) {
      yield {
        path: "database.version",
        expected: "PostgreSQL 14 to 18, the major version alone: Azure applies the minor ones",
        found: database.version,
      };
    }
    if (database.storage_gib > largestDisk) {
      yield {
        path: "database.storage_gib",
        expected: `at most ${largestDisk} GiB (Azure Database for PostgreSQL)`,
        found: String(database.storage_gib),
      };
    }
    if (database.replicas > mostReplicas) {
      yield {
        path: "database.replicas",
        expected: `at most ${mostReplicas} (Azure Database for PostgreSQL)`,
        found: String(database.replicas),
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
  rule<Azure>(["alerts", "business_metrics"], function* ({ alerts, business_metrics: business }) {
    const all = Object.entries(alerts).map(([name, one]) => [`alerts.${name}`, one] as const);
    const own = business?.alert ? [["business_metrics.alert", business.alert] as const] : [];
    for (const [path, { for_seconds }] of [...all, ...own]) {
      if (!windows.includes(for_seconds)) {
        yield {
          path: `${path}.for_seconds`,
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
