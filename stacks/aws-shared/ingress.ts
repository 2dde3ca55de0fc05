import type { TerraformStack } from "cdktf";
import type * as z from "zod";
import { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import { PublicAlias } from "../../modules/aws/edge/public-alias";
import { PublicDomain } from "../../modules/aws/edge/public-domain";
import type { NetworkAttributes } from "../../modules/aws/network/network";
import type { ObjectStore } from "../../modules/aws/stores/object-store";
import { namedHosts } from "../../modules/routes";
import type { cdn, loadBalancer as loadBalancerSchema } from "../../settings/schema/aws-shared/ingress";
import type { ApplicationSettings, SharedSettings } from "../../settings/schema/shared";
import { componentRoutes } from "../shared-settings";
import { addContentDelivery, originName } from "./content-delivery";
import type { AwsContext } from "./context";
import type { AwsProviderSettings } from "./provider";

type Settings = Pick<SharedSettings, "protected"> &
  Pick<ApplicationSettings, "application"> &
  AwsProviderSettings & {
    readonly load_balancer: z.infer<typeof loadBalancerSchema>;
    /** @default - none */
    readonly cdn?: z.infer<typeof cdn>;
  };

export interface IngressInputs {
  readonly network: NetworkAttributes;
  readonly accessLogs: ObjectStore;
  /** @default - none */
  readonly webAclArn?: string;
}

export interface Ingress {
  readonly loadBalancer: LoadBalancer;
  /** Where clients reach the application. */
  readonly url: string;
}

/** How clients reach the application: the name, its certificate, the CDN where settings turn it on, and the load balancer. */
export function addIngress(
  stack: TerraformStack,
  settings: Settings,
  context: AwsContext,
  { network, accessLogs, webAclArn }: IngressInputs,
): Ingress {
  const { load_balancer: balancer, cdn } = settings;
  const hosts = furtherHosts(settings);
  const domain = addDomain(stack, settings, hosts);
  const arn = domain?.certificateArn ?? balancer.certificate_arn;
  if (!arn) throw new Error("load_balancer: expected certificate_arn or a domain with a zone, found neither");

  const loadBalancer = new LoadBalancer(stack, "load-balancer", {
    names: context.names,
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

  const target = cdn?.enabled
    ? addContentDelivery(stack, { ...settings, cdn }, context, { domain, hosts, loadBalancer, accessLogs })
    : loadBalancer;
  for (const name of [domain.domainName, ...hosts]) {
    // One record for both targets, so that turning the CDN on or off changes it in place.
    new PublicAlias(stack, name === domain.domainName ? "address" : `address-${name}`, {
      zoneId: domain.zoneId,
      name,
      target,
      ipv6: cdn?.enabled ?? false,
      failover: balancer.failover && { role: balancer.failover, healthPath: settings.application.health.ready.path },
    });
  }
  return { loadBalancer, url: `https://${domain.domainName}` };
}

/** The hosts of components that clients reach, apart from the application's own. */
function furtherHosts({ application, load_balancer: { domain } }: Settings): string[] {
  return namedHosts(componentRoutes(application)).filter((host) => host !== domain);
}

/** The domain with its zone and certificate; nothing where the settings name no zone. */
function addDomain(
  stack: TerraformStack,
  { load_balancer, cdn }: Settings,
  hosts: readonly string[],
): PublicDomain | undefined {
  const { domain: domainName, zone_id, create_zone, certificate_arn } = load_balancer;
  if (!domainName || !(zone_id || create_zone)) return undefined;
  return new PublicDomain(stack, "domain", {
    domainName,
    alternativeNames: [...(cdn?.enabled ? [originName(domainName)] : []), ...hosts],
    zoneId: zone_id,
    certificateArn: certificate_arn,
  });
}
