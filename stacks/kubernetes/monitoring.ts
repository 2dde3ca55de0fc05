import type { TerraformStack } from "cdktf";
import { applicationName } from "../../modules/kubernetes/labels";
import { Monitoring } from "../../modules/kubernetes/monitoring/monitoring";
import type { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
import { mapValues } from "../../modules/records";
import { alerts, businessMetrics, componentRoutes } from "../shared-settings";
import type { NamespaceContext, Settings } from "./context";
import { releases } from "./platform";

export interface MonitoringInputs {
  readonly platform: PlatformServices;
}

/** Alerts and dashboards of the application and its components, where the cluster has the Prometheus operator. */
export function addMonitoring(
  stack: TerraformStack,
  settings: Settings,
  { names, namespace }: NamespaceContext,
  { platform }: MonitoringInputs,
): void {
  if (!("kube-prometheus-stack" in settings.platform_services)) return;
  const { smtp } = settings.monitoring;
  const [name = "", key = ""] = smtp?.password_secret.split("/") ?? [];
  new Monitoring(stack, "monitoring", {
    names,
    namespace,
    services: {
      api: applicationName(names, "api"),
      ...mapValues(settings.application.components, (_, component) => applicationName(names, component)),
    },
    routed: Object.keys(componentRoutes(settings.application)),
    hasDatabase: settings.database !== undefined,
    alerts: alerts(settings),
    business: businessMetrics(settings),
    emails: smtp ? settings.notifications : { critical: [], warning: [] },
    smtp: smtp && { host: smtp.host, from: smtp.from, username: smtp.username, passwordSecret: { name, key } },
    dependsOn: releases(platform, "kube-prometheus-stack"),
  });
}
