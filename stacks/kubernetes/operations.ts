import type { TerraformStack } from "cdktf";
import { applicationName } from "../../modules/kubernetes/labels";
import { Monitoring } from "../../modules/kubernetes/monitoring/monitoring";
import { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { alerts } from "../shared-settings";
import type { Ground } from "./ground";

type Settings = PlatformSettings["kubernetes"];

/** Controllers that take a role of `aws-eks-<environment>`, by its name. */
const withRole = [
  "argo-cd",
  "aws-load-balancer-controller",
  "cert-manager",
  "cluster-autoscaler",
  "external-dns",
] as const;

/** What the cluster gets beside the application, as the settings choose. */
export function addPlatform(stack: TerraformStack, settings: Settings, { clusterName, eks }: Ground): PlatformServices {
  const { platform_services: services, application, log_days: retentionDays, ingress } = settings;
  return new PlatformServices(stack, "platform", {
    clusterName,
    eks: eks?.facts,
    services,
    roleArns: eks && Object.fromEntries(withRole.map((name) => [name, eks.roleArn(name)])),
    highAvailability: settings.protected,
    logs: { retentionDays, storageGib: 50 },
    podMetrics: Object.values(application.targets.custom).map(({ metric }) => metric),
    dnsDomains: [ingress.host.split(".").slice(-2).join(".")],
  });
}

/** What watches the application, where Prometheus's operator is there. */
export function addMonitoring(
  stack: TerraformStack,
  settings: Settings,
  {
    names,
    namespace,
    platform,
  }: { readonly names: Names; readonly namespace: string; readonly platform: PlatformServices },
): void {
  if (!("kube-prometheus-stack" in settings.platform_services)) return;
  const { smtp } = settings.monitoring;
  const [name = "", key = ""] = smtp?.password_secret.split("/") ?? [];
  const release = platform.releases["kube-prometheus-stack"];
  const services = ["api", ...Object.keys(settings.application.components)];
  new Monitoring(stack, "monitoring", {
    names,
    namespace,
    services: {
      api: applicationName(names, "api"),
      ...Object.fromEntries(services.map((service) => [service, applicationName(names, service)])),
    },
    alerts: alerts(settings),
    emails: smtp ? settings.notifications : { critical: [], warning: [] },
    smtp: smtp && { host: smtp.host, from: smtp.from, username: smtp.username, passwordSecret: { name, key } },
    dependsOn: release && [release],
  });
}
