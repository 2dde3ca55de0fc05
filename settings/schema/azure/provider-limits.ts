import type * as z from "zod";
import type { Rule } from "../../rule";
import { azureTags } from "../naming/tag-rules";
import { rule, workloads } from "../rules";
import type { azure } from "./schema";

type Azure = z.infer<typeof azure>;

/** Replicas of a container app (azurerm, internal/services/containerapps/helpers/container_apps.go). */
const mostReplicasOfApp = 300;
/** Days that a workspace keeps logs for queries (azurerm, internal/services/loganalytics/log_analytics_workspace_resource.go). */
const longestLog = 730;

/** Values that settings may have and Terraform's provider for Azure does not take, so that a plan would fail. */
export const providerLimits: Rule[] = [
  azureTags,
  rule<Azure>(["application", "service.platform"], function* (settings) {
    if (settings.service.platform !== "container_apps") return;
    for (const [path, { replicas }] of workloads(settings)) {
      if (replicas.max > mostReplicasOfApp) {
        yield {
          path: `${path}.replicas.max`,
          expected: `at most ${mostReplicasOfApp} (Container Apps)`,
          found: String(replicas.max),
        };
      }
    }
  }),
  rule<Azure>(["log_days"], function* ({ log_days }) {
    if (log_days > longestLog) {
      yield {
        path: "log_days",
        problem: "longer than Log Analytics keeps a log",
        expected: `at most ${longestLog}`,
        found: String(log_days),
      };
    }
  }),
  rule<Azure>(["load_balancer.capacity"], function* ({ load_balancer: { capacity } }) {
    if (capacity.min > capacity.max) {
      yield {
        path: "load_balancer.capacity.min",
        expected: `at most max (${capacity.max})`,
        found: String(capacity.min),
      };
    }
  }),
  // azurerm, internal/services/consumption/consumption_budget_base.go
  rule<Azure>(["budget"], function* ({ budget }) {
    if (budget && budget.monthly_usd < 1) {
      yield { path: "budget.monthly_usd", expected: "at least 1", found: String(budget.monthly_usd) };
    }
  }),
];
