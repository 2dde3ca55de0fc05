import type { TerraformStack } from "cdktf";
import { LoadBalancer, type LoadBalancerProps } from "../../modules/gcp/edge/load-balancer";
import { definedEntries, mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { GcpContext } from "./context";

/** What the ingress leads to. */
export interface IngressInputs {
  /** The service that gets every request that no component takes. */
  readonly service: LoadBalancerProps["service"];
  readonly components: Readonly<Record<string, LoadBalancerProps["service"]>>;
}

/** The load balancer with its certificates, Cloud Armor and, where the settings name members, Identity-Aware Proxy. */
export function addIngress(
  stack: TerraformStack,
  { application, load_balancer: balancer }: PlatformSettings["gcp"],
  { names }: GcpContext,
  { service, components }: IngressInputs,
): LoadBalancer {
  return new LoadBalancer(stack, "load-balancer", {
    names,
    service,
    routes: definedEntries(
      mapValues(components, (service, name) => {
        const route = application.components[name]?.route;
        return route && { ...route, service };
      }),
    ),
    domainNames: balancer.domains,
    dnsZone: balancer.dns_zone,
    firewall: { requestsPerIp: balancer.requests_per_ip, countOnly: balancer.count_only },
    cdn: balancer.cdn,
    iap: balancer.iap_members.length > 0 ? { members: balancer.iap_members } : undefined,
  });
}
