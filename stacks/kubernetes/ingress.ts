import type { TerraformStack } from "cdktf";
import { CertificateIssuer, type CertificateSolver } from "../../modules/kubernetes/edge/certificate-issuer";
import { GatewayIngress } from "../../modules/kubernetes/edge/gateway-ingress";
import { NginxIngress } from "../../modules/kubernetes/edge/nginx-ingress";
import { TargetGroupBinding } from "../../modules/kubernetes/edge/target-group-binding";
import { applicationName } from "../../modules/kubernetes/labels";
import type { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
import { mapValues } from "../../modules/records";
import { componentRoutes } from "../shared-settings";
import type { ClusterConnection } from "./cluster-connection";
import type { NamespaceContext, Settings } from "./context";
import { releases } from "./platform";

export interface IngressInputs {
  readonly cluster: ClusterConnection;
  readonly platform: PlatformServices;
}

/**
 * The ingress of the application. Gateway API: a Gateway, on EKS behind the load balancer of `aws-eks-<environment>`.
 * Otherwise ingress-nginx, and the result is undefined.
 */
export function addIngress(
  stack: TerraformStack,
  settings: Settings,
  context: NamespaceContext,
  { cluster: { eks, own }, platform }: IngressInputs,
): GatewayIngress | undefined {
  const { ingress, application } = settings;
  const { names, namespace } = context;
  const name = applicationName(names, "api");
  const common = {
    names,
    namespace,
    name,
    host: ingress.host,
    servicePort: application.port,
    routes: mapValues(componentRoutes(application), (route, component) => ({
      ...route,
      name: applicationName(names, component),
      servicePort: portOf(application, component),
    })),
    requestsPerMinute: ingress.requests_per_minute,
  };
  const tls = {
    tlsSecret: ingress.tls_secret ?? names.of("kubernetes_object", "tls"),
    issuer: issuerName(settings, context),
  };
  const certificates = ingress.issuer ? releases(platform, "cert-manager") : [];
  if (ingress.kind === "nginx") {
    new NginxIngress(stack, "ingress", {
      ...common,
      ...tls,
      dependsOn: [...releases(platform, "ingress-nginx"), ...certificates],
    });
    addIssuer(stack, settings, context, { platform, solver: { ingressClass: "nginx" } });
    return undefined;
  }

  const gateway = new GatewayIngress(stack, "ingress", {
    ...common,
    // On EKS, TLS ends at the load balancer of the stack's own `aws-eks`. On another system's cluster a load balancer of its own leads here.
    entry: own
      ? { port: application.port, healthPath: application.health.ready.path, dnsName: own.loadBalancerDnsName }
      : { ...tls, isOnEks: eks !== undefined },
    progressive: settings.delivery.canary,
    replicas: context.destroyable ? 1 : 2,
    dependsOn: [...releases(platform, "envoy-gateway"), ...certificates],
  });
  const { name: gatewayName, namespace: gatewayNamespace } = gateway.gateway;
  const solver = { gateway: { name: gatewayName, namespace: gatewayNamespace } };
  addIssuer(stack, settings, context, { platform, solver });
  if (own) {
    new TargetGroupBinding(stack, "binding", {
      names,
      name,
      targetGroupArn: own.targetGroupArn,
      service: gateway.service,
      servicePort: application.port,
      dependsOn: [...releases(platform, "aws-load-balancer-controller"), gateway.release],
    });
  }
  return gateway;
}

const portOf = ({ port, components }: Settings["application"], component: string) =>
  components[component]?.port ?? port;

interface IssuerInputs {
  readonly platform: PlatformServices;
  /** How the certificate authority checks the domain, unless the settings name a zone. */
  readonly solver: CertificateSolver;
}

/** The name of the issuer that the settings ask for. */
function issuerName({ ingress: { issuer } }: Settings, { names }: NamespaceContext): string | undefined {
  return issuer && (issuer.name ?? names.of("helm_release", "letsencrypt"));
}

function addIssuer(
  stack: TerraformStack,
  settings: Settings,
  context: NamespaceContext,
  { platform, solver }: IssuerInputs,
): void {
  const { issuer } = settings.ingress;
  const name = issuerName(settings, context);
  if (!issuer || !name) return;
  new CertificateIssuer(stack, "issuer", {
    name,
    email: issuer.email,
    server: issuer.server,
    solver: issuer.zone_id ? { route53: { hostedZoneId: issuer.zone_id, region: context.names.region } } : solver,
    dependsOn: releases(platform, "cert-manager"),
  });
}
