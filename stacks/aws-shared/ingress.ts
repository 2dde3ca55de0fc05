import type { TerraformStack } from "cdktf";
import { Certificate } from "../../modules/aws/edge/certificate";
import { ContentDelivery } from "../../modules/aws/edge/content-delivery";
import { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import { PublicAlias } from "../../modules/aws/edge/public-alias";
import { PublicDomain } from "../../modules/aws/edge/public-domain";
import type { NetworkAttributes } from "../../modules/aws/network/network";
import type { ObjectStore } from "../../modules/aws/stores/object-store";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { type AwsProviderSettings, useAwsProvider } from "./provider";

/** Of either platform that has a load balancer. */
type Settings = Pick<PlatformSettings["aws-eks"], "load_balancer" | "protected" | "application"> &
  AwsProviderSettings & {
    readonly system: string;
    /** @default - none */
    readonly cdn?: Cdn;
  };
type Cdn = PlatformSettings["aws"]["cdn"];

export interface EdgeSurroundings {
  readonly names: Names;
  readonly network: NetworkAttributes;
  readonly accessLogs: ObjectStore;
  /** @default - none */
  readonly webAclArn?: string;
}

export interface Edge {
  readonly loadBalancer: LoadBalancer;
  /** Where clients reach the application. */
  readonly url: string;
}

/** What clients meet first: the name, its certificate, the CDN where settings turn it on, and the load balancer. */
export function addEdge(
  stack: TerraformStack,
  settings: Settings,
  { names, network, accessLogs, webAclArn }: EdgeSurroundings,
): Edge {
  const { load_balancer: balancer, cdn } = settings;
  const domain = makeDomain(stack, settings);
  const arn = domain?.certificateArn ?? balancer.certificate_arn;
  if (!arn) throw new Error("load_balancer: expected certificate_arn or a domain with a zone, found neither");

  const loadBalancer = new LoadBalancer(stack, "load-balancer", {
    names,
    network,
    certificate: { arn },
    accessLogs,
    deletionProtection: settings.protected,
    idleTimeoutSeconds: balancer.idle_timeout_seconds,
    webAclArn,
    ingressCidrs: balancer.ingress_cidrs,
    behindCloudFront: cdn?.enabled && cdn.exclusive,
  });
  if (!domain) return { loadBalancer, url: `https://${balancer.domain ?? loadBalancer.dnsName}` };

  // One record, whatever it leads to: turning the CDN on or off changes it in place.
  new PublicAlias(stack, "address", {
    zoneId: domain.zoneId,
    name: domain.domainName,
    target: cdn?.enabled
      ? addContentDelivery(stack, settings, cdn, { names, domain, loadBalancer, accessLogs })
      : loadBalancer,
    ipv6: cdn?.enabled ?? false,
    failover: balancer.failover && { role: balancer.failover, healthPath: settings.application.health.ready.path },
  });
  return { loadBalancer, url: `https://${domain.domainName}` };
}

function makeDomain(stack: TerraformStack, { load_balancer, cdn }: Settings): PublicDomain | undefined {
  const { domain: domainName, zone_id, create_zone, certificate_arn } = load_balancer;
  if (!domainName || !(zone_id || create_zone)) return undefined;
  return new PublicDomain(stack, "domain", {
    domainName,
    alternativeNames: cdn?.enabled ? [originName(domainName)] : undefined,
    zoneId: zone_id,
    certificateArn: certificate_arn,
  });
}

/** The load balancer's own name, by which CloudFront asks it over TLS. */
function originName(domainName: string): string {
  return `origin.${domainName}`;
}

interface DeliveredParts {
  readonly names: Names;
  readonly domain: PublicDomain;
  readonly loadBalancer: LoadBalancer;
  readonly accessLogs: ObjectStore;
}

function addContentDelivery(
  stack: TerraformStack,
  settings: Settings,
  cdn: Cdn,
  { names, domain, loadBalancer, accessLogs }: DeliveredParts,
): ContentDelivery {
  const { region } = settings;
  const { domainName, zoneId } = domain;
  // CloudFront takes certificates and gives logs in this region only.
  const home = "us-east-1";
  const provider = region === home ? undefined : useAwsProvider(stack, settings, { ...settings, region: home });
  const ownCertificate = () =>
    provider
      ? new Certificate(stack, "cdn-certificate", { domainName, zoneId, provider, validatedBy: domain.certificate }).arn
      : domain.certificateArn;

  new PublicAlias(stack, "origin-address", { zoneId, name: originName(domainName), target: loadBalancer });
  return new ContentDelivery(stack, "cdn", {
    names,
    provider,
    accessLogs,
    domainNames: [domainName],
    originDomain: originName(domainName),
    certificateArn: cdn.certificate_arn ?? ownCertificate(),
    webAclArn: cdn.web_acl_arn,
    priceClass: cdn.price_class,
  });
}
