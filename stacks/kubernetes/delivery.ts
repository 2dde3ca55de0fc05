import type { TerraformStack } from "cdktf";
import type { ContainerService } from "../../modules/kubernetes/containers/container-service";
import { GitOps } from "../../modules/kubernetes/delivery/gitops";
import { ProgressiveDelivery } from "../../modules/kubernetes/delivery/progressive-delivery";
import type { GatewayIngress } from "../../modules/kubernetes/edge/gateway-ingress";
import { applicationName } from "../../modules/kubernetes/labels";
import { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
import type { NamespaceContext, Settings } from "./context";
import { releases } from "./platform";

export interface GitOpsInputs {
  readonly platform: PlatformServices;
  /** The application's accounts and configuration, which the pods of the repository use. */
  readonly services: readonly ContainerService[];
}

/** Argo CD deploys the application from its repository, which owns image and replicas: a commit is a deploy. */
export function addGitOps(
  stack: TerraformStack,
  { gitops }: Settings,
  { names, namespace }: NamespaceContext,
  { platform, services }: GitOpsInputs,
): void {
  if (!gitops) return;
  new GitOps(stack, "gitops", {
    names,
    namespace,
    repository: gitops.repository,
    revision: gitops.revision,
    path: gitops.path,
    dependsOn: [...releases(platform, "argo-cd"), ...services.flatMap(({ prerequisites }) => prerequisites)],
  });
}

export interface CanaryInputs {
  readonly platform: PlatformServices;
  readonly ingress: GatewayIngress;
}

/** Flagger shifts requests to a new build step by step, if the settings want a canary. */
export function addCanary(
  stack: TerraformStack,
  { application, delivery, ingress: { host } }: Settings,
  { names, namespace }: NamespaceContext,
  { platform, ingress }: CanaryInputs,
): void {
  if (!delivery.canary) return;
  const name = applicationName(names, "api");
  new ProgressiveDelivery(stack, "canary", {
    names,
    namespace,
    deploymentName: name,
    autoscalerName: names.extended("kubernetes_object", name, "hpa"),
    port: application.port,
    gateway: ingress.gateway,
    hosts: [host],
    healthPath: application.health.ready.path,
    prometheusUrl: PlatformServices.prometheusUrl,
    dependsOn: [...releases(platform, "flagger"), ingress.release],
  });
}
