import type { TerraformStack } from "cdktf";
import type { ServiceBackend } from "../../modules/azure/containers/service-props";
import { type DnsRecord, LoadBalancer } from "../../modules/azure/edge/load-balancer";
import { definedEntries, mapValues } from "../../modules/records";
import { namedHosts } from "../../modules/routes";
import type { PlatformSettings } from "../../settings/schema";
import { componentRoutes } from "../shared-settings";
import type { AzureContext } from "./context";
import type { Stores } from "./stores";

type Settings = PlatformSettings["azure"];

/** What the ingress leads to. */
export interface IngressInputs {
  /** The service that gets every request that no component takes. */
  readonly backend: ServiceBackend;
  readonly componentBackends: Readonly<Record<string, ServiceBackend>>;
  readonly configuration: Stores["configuration"];
}

/** The load balancer with its web firewall, its certificate and, where the settings name a DNS zone, its record. */
export function addIngress(
  stack: TerraformStack,
  { application, load_balancer: balancer, zones }: Settings,
  { placement, network, vault, workspaceId }: AzureContext,
  { backend, componentBackends, configuration }: IngressInputs,
): LoadBalancer {
  const routes = componentRoutes(application);
  const hosts = namedHosts(routes).filter((host) => host !== balancer.domain);
  return new LoadBalancer(stack, "load-balancer", {
    ...placement,
    network,
    certificate: {
      vault,
      name: balancer.certificate,
      // Key Vault refuses a role that it does not know yet, and the provider does not wait there.
      selfSigned: balancer.self_signed
        ? { domain: balancer.domain, dependsOn: [...vault.deployerRoles, configuration.written] }
        : undefined,
    },
    backend,
    routes: definedEntries(
      mapValues(componentBackends, (backend, component) => {
        const route = routes[component];
        return route && { ...route, backend };
      }),
    ),
    domain: balancer.domain,
    workspaceId,
    capacity: balancer.capacity,
    rateLimit: balancer.requests_per_ip,
    countOnly: balancer.count_only,
    maxBodyKib: balancer.max_body_kib,
    requestTimeoutSeconds: balancer.request_timeout_seconds,
    ingressCidrs: balancer.ingress_cidrs,
    zones,
    dnsRecord: dnsRecord(balancer, balancer.domain),
    hostRecords: definedEntries(Object.fromEntries(hosts.map((host) => [host, dnsRecord(balancer, host)]))),
  });
}

function dnsRecord({ dns_zone: zone }: Settings["load_balancer"], domain: string): DnsRecord | undefined {
  if (!zone) return undefined;
  const name = domain === zone.name ? "@" : domain.slice(0, -zone.name.length - 1);
  return { name, zoneName: zone.name, zoneResourceGroup: zone.resource_group };
}
