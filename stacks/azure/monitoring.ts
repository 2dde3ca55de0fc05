import type { TerraformStack } from "cdktf";
import type { LoadBalancer } from "../../modules/azure/edge/load-balancer";
import { Monitoring } from "../../modules/azure/monitoring/monitoring";
import type { PlatformSettings } from "../../settings/schema";
import { alerts, businessMetrics } from "../shared-settings";
import type { Application } from "./application";
import type { AzureContext } from "./context";
import type { Stores } from "./stores";

/** What is watched. */
export interface MonitoringInputs extends Pick<Application, "services" | "queues">, Pick<Stores, "database" | "cache"> {
  readonly loadBalancer: LoadBalancer;
}

/** Alerts, dashboards, the availability test and the budget. */
export function addMonitoring(
  stack: TerraformStack,
  settings: PlatformSettings["azure"],
  { placement, workspaceId, logs }: AzureContext,
  { services, queues, loadBalancer, database, cache }: MonitoringInputs,
): Monitoring {
  const { load_balancer: balancer, application, budget } = settings;
  return new Monitoring(stack, "monitoring", {
    ...placement,
    emails: settings.notifications,
    alerts: alerts(settings),
    business: businessMetrics(settings),
    services,
    loadBalancer,
    database,
    workspaceId,
    applicationInsightsId: logs.applicationInsightsId,
    cache,
    queues,
    availability: { url: `https://${balancer.domain}${application.health.ready.path}` },
    budget: budget && { monthlyUsd: budget.monthly_usd, emails: budget.emails },
  });
}
