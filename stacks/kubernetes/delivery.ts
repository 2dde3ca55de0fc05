import { type ITerraformDependable, type TerraformStack, TerraformVariable } from "cdktf";
import { GitOps } from "../../modules/kubernetes/delivery/gitops";
import { ProgressiveDelivery } from "../../modules/kubernetes/delivery/progressive-delivery";
import { CertificateIssuer, type CertificateSolver } from "../../modules/kubernetes/edge/certificate-issuer";
import { GatewayIngress } from "../../modules/kubernetes/edge/gateway-ingress";
import { NginxIngress } from "../../modules/kubernetes/edge/nginx-ingress";
import { TargetGroupBinding } from "../../modules/kubernetes/edge/target-group-binding";
import { applicationName } from "../../modules/kubernetes/labels";
import type { PlatformServiceName } from "../../modules/kubernetes/platform/platform-service";
import { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import type { Ground } from "./ground";

type Settings = PlatformSettings["kubernetes"];

interface Surroundings {
  readonly names: Names;
  readonly ground: Ground;
  readonly namespace: string;
  readonly platform: PlatformServices;
}

/** Argo CD deploys the application from its repository; the tag of the image is late-bound. */
export function addGitOps(
  stack: TerraformStack,
  { application }: Settings,
  { repository, revision, path }: NonNullable<Settings["gitops"]>,
  { names, namespace, platform }: Surroundings,
): void {
  const imageTag = new TerraformVariable(stack, "image_tag", {
    type: "string",
    default: application.image.split(":").pop(),
    description: "Tag of the application's image",
  });
  new GitOps(stack, "gitops", {
    names,
    namespace,
    repository,
    revision,
    path,
    imageTag: imageTag.stringValue,
    replicas: application.replicas.min,
    dependsOn: releases(platform, "argo-cd"),
  });
}

/** The way in: Gateway API, behind the load balancer of `aws-eks-<environment>` on EKS; or ingress-nginx. Flagger where a canary is wanted. */
export function addIngress(stack: TerraformStack, settings: Settings, around: Surroundings): void {
  const { ingress, application, delivery } = settings;
  const { names, namespace, platform, ground } = around;
  const name = applicationName(names, "api");
  const common = {
    names,
    namespace,
    name,
    host: ingress.host,
    servicePort: application.port,
    requestsPerMinute: ingress.requests_per_minute,
  };
  const tls = { tlsSecret: ingress.tls_secret ?? `${names.system}-tls`, issuer: ingress.issuer?.name };
  const certificates = ingress.issuer ? releases(platform, "cert-manager") : [];
  if (ingress.kind === "nginx") {
    new NginxIngress(stack, "ingress", {
      ...common,
      ...tls,
      dependsOn: [...releases(platform, "ingress-nginx"), ...certificates],
    });
    addIssuer(stack, settings, platform, { ingressClass: "nginx" });
    return;
  }

  const entry = { port: application.port, healthPath: application.health.ready.path };
  const ingressGateway = new GatewayIngress(stack, "ingress", {
    ...common,
    // On EKS the load balancer ends TLS.
    entry: ground.eks ? entry : tls,
    progressive: delivery.canary,
    replicas: settings.protected ? 2 : 1,
    dependsOn: [...releases(platform, "envoy-gateway"), ...certificates],
  });
  addIssuer(stack, settings, platform, { gateway: ingressGateway.gateway });
  if (ground.eks) {
    new TargetGroupBinding(stack, "binding", {
      names,
      name,
      targetGroupArn: ground.eks.targetGroupArn,
      service: ingressGateway.service,
      servicePort: entry.port,
      dependsOn: [...releases(platform, "aws-load-balancer-controller"), ingressGateway.release],
    });
  }
  if (delivery.canary) {
    new ProgressiveDelivery(stack, "canary", {
      names,
      namespace,
      deploymentName: name,
      autoscalerName: `${name}-hpa`,
      port: application.port,
      gateway: ingressGateway.gateway,
      hosts: [ingress.host],
      healthPath: application.health.ready.path,
      prometheusUrl: PlatformServices.prometheusUrl,
      dependsOn: [...releases(platform, "flagger"), ingressGateway.release],
    });
  }
}

function addIssuer(
  stack: TerraformStack,
  { ingress: { issuer }, region }: Settings,
  platform: PlatformServices,
  solver: CertificateSolver,
): void {
  if (!issuer) return;
  new CertificateIssuer(stack, "issuer", {
    name: issuer.name,
    email: issuer.email,
    server: issuer.server,
    solver: issuer.zone_id ? { route53: { hostedZoneId: issuer.zone_id, region } } : solver,
    dependsOn: releases(platform, "cert-manager"),
  });
}

/** The releases of services that this stack installs; those that are there already need no order. */
function releases({ releases: installed }: PlatformServices, ...names: PlatformServiceName[]): ITerraformDependable[] {
  return names.flatMap((name) => installed[name] ?? []);
}
