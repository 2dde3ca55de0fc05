import { type TerraformStack, TerraformVariable } from "cdktf";
import { GitOps } from "../../modules/kubernetes/delivery/gitops";
import { ProgressiveDelivery } from "../../modules/kubernetes/delivery/progressive-delivery";
import type { GatewayIngress } from "../../modules/kubernetes/edge/gateway-ingress";
import { applicationName } from "../../modules/kubernetes/labels";
import { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
import type { NamespaceContext, Settings } from "./context";
import { releases } from "./platform";

export interface GitOpsInputs {
  readonly platform: PlatformServices;
}

/** Argo CD deploys the application from its repository. The tag of the image is a late-bound variable. */
export function addGitOps(
  stack: TerraformStack,
  { application, gitops }: Settings,
  { names, namespace }: NamespaceContext,
  { platform }: GitOpsInputs,
): void {
  if (!gitops) return;
  const imageTag = new TerraformVariable(stack, "image_tag", {
    type: "string",
    default: application.image.split(":").pop(),
    description: "Tag of the application's image",
  });
  new GitOps(stack, "gitops", {
    names,
    namespace,
    repository: gitops.repository,
    revision: gitops.revision,
    path: gitops.path,
    imageTag: imageTag.stringValue,
    replicas: application.replicas.min,
    dependsOn: releases(platform, "argo-cd"),
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
