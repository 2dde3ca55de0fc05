import type { ITerraformDependable, TerraformStack } from "cdktf";
import type { PlatformServiceName } from "../../modules/kubernetes/platform/platform-service";
import { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
import type { ClusterConnection } from "./cluster-connection";
import type { KubernetesContext, Settings } from "./context";

/** Services that take an IAM role of `aws-eks-<environment>`. The role has the name of the service. */
const withRole = [
  "argo-cd",
  "aws-load-balancer-controller",
  "cert-manager",
  "cluster-autoscaler",
  "external-dns",
  "opentelemetry-collector",
] as const;

export interface PlatformInputs {
  readonly cluster: ClusterConnection;
}

/** The shared services of the cluster that the settings choose. */
export function addPlatform(
  stack: TerraformStack,
  { platform_services: services, application, ingress }: Settings,
  { logDays, destroyable }: KubernetesContext,
  { cluster: { clusterName, eks } }: PlatformInputs,
): PlatformServices {
  return new PlatformServices(stack, "platform", {
    clusterName,
    eks: eks?.facts,
    services,
    roleArns: eks && Object.fromEntries(withRole.map((name) => [name, eks.controllerRoleArn(name)])),
    highAvailability: !destroyable,
    logRetentionDays: logDays,
    podMetrics: Object.values(application.targets.custom).map(({ metric }) => metric),
    dnsDomains: [ingress.host.split(".").slice(-2).join(".")],
  });
}

/** The releases that this stack installs, of these services. A service that the cluster has already has none. */
export function releases(
  { releases: installed }: PlatformServices,
  ...names: PlatformServiceName[]
): ITerraformDependable[] {
  return names.flatMap((name) => installed[name] ?? []);
}
