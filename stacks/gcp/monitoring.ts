import type { TerraformStack } from "cdktf";
import type { LoadBalancer } from "../../modules/gcp/edge/load-balancer";
import { Monitoring } from "../../modules/gcp/monitoring/monitoring";
import { definedEntries, mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import { alerts, businessMetrics } from "../shared-settings";
import type { Application } from "./application";
import type { GcpContext } from "./context";
import type { Stores } from "./stores";

/** What is watched. */
export interface MonitoringInputs extends Application, Pick<Stores, "database" | "cache"> {
  readonly loadBalancer: LoadBalancer;
}

/** Alert policies, dashboards, the uptime check and the budget. */
export function addMonitoring(
  stack: TerraformStack,
  settings: PlatformSettings["gcp"],
  { names, labels }: GcpContext,
  { api, components, queues, metricNamespace, loadBalancer, database, cache }: MonitoringInputs,
): Monitoring {
  const { load_balancer: balancer, application, budget } = settings;
  const [host = ""] = balancer.domains;
  return new Monitoring(stack, "monitoring", {
    names,
    labels,
    emails: settings.notifications,
    alerts: alerts(settings),
    business: businessMetrics(settings),
    services: { api: api.serviceName, ...namesOf(components, true) },
    workers: namesOf(components, false),
    loadBalancer,
    database,
    cache,
    queues,
    metricNamespace,
    // Identity-Aware Proxy would refuse the request of the uptime check.
    uptime: balancer.iap_members.length > 0 ? undefined : { host, path: application.health.ready.path },
    budget: budget && {
      monthlyUsd: budget.monthly_usd,
      emails: budget.emails,
      billingAccount: budget.billing_account,
      projectNumber: settings.project_number,
      // Other stacks may be in the project, as the passive region is in production's.
      label: { key: "stack", value: labels.stack as string },
    },
  });
}

/** The names of the components that take requests, or of those that take none: a worker has no revision. */
function namesOf(components: Application["components"], takesRequests: boolean): Record<string, string> {
  return definedEntries(
    mapValues(components, ({ serviceName, revision }) =>
      (revision !== undefined) === takesRequests ? serviceName : undefined,
    ),
  );
}
