import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeGlobalForwardingRule } from "@cdktf/provider-google/lib/compute-global-forwarding-rule";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { ComputeTargetHttpProxy } from "@cdktf/provider-google/lib/compute-target-http-proxy";
import { ComputeTargetHttpsProxy } from "@cdktf/provider-google/lib/compute-target-https-proxy";
import { ComputeUrlMap } from "@cdktf/provider-google/lib/compute-url-map";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import { Construct } from "constructs";
import { mapValues } from "../../records";
import { namedHosts, type Route } from "../../routes";
import { CertificateMap, type CertificateMapProps } from "./certificate-map";
import { type BalancedService, serviceBackend } from "./service-backend";
import { urlRules } from "./url-rules";
import { WebFirewall, type WebFirewallRules } from "./web-firewall";

export interface LoadBalancerProps extends CertificateMapProps {
  /** Cloud Run service that gets every request that no route takes. With `iap`, it needs `iapProjectNumber`. */
  readonly service: BalancedService;
  /** Cloud Run services that get some requests, by component; a host is one more of the domain names. @default - none */
  readonly routes?: Readonly<Record<string, Route & { readonly service: BalancedService }>>;
  /** What Cloud Armor blocks. */
  readonly firewall: WebFirewallRules;
  /** Whether Cloud CDN caches what the application's headers allow. */
  readonly cdn: boolean;
  /**
   * Identity-Aware Proxy: only these members get access, after they sign in with Google (`user:…`, `group:…`, `domain:…`). Not
   * together with `cdn` (Google limit). @default - access without signing in
   */
  readonly iap?: { readonly members: readonly string[] };
}

/**
 * A global load balancer with TLS 1.2 and 1.3. It redirects HTTP, filters each request with Cloud Armor and logs it. With
 * `dnsZone` it also makes the DNS records of its names.
 */
export class LoadBalancer extends Construct {
  /** IPv4 address to which the DNS records of the names must point. */
  readonly address: string;
  /** Label `url_map_name` of its metrics in Cloud Monitoring. */
  readonly urlMapName: string;
  /** Label `policy_name` of the metrics of Cloud Armor. */
  readonly securityPolicyName: string;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { names, service, cdn, iap, dnsZone, routes = {} } = props;
    if (cdn && iap) throw new Error(`load balancer "${names.prefix}": expected cdn or iap, found both`);
    const name = names.of("gcp_resource");
    const loadBalancingScheme = "EXTERNAL_MANAGED";
    const domainNames = [...new Set([...props.domainNames, ...namedHosts(routes)])];

    const firewall = new WebFirewall(this, "firewall", { ...props.firewall, names, name: "firewall" });
    const common = { securityPolicy: firewall.policyId, cdn, iap };
    const backend = serviceBackend(this, { ...common, name, service });
    const components = new Construct(this, "components");
    const services = mapValues(
      routes,
      ({ service }, component) =>
        serviceBackend(new Construct(components, component), {
          ...common,
          name: names.of("gcp_resource", component),
          service,
        }).id,
    );

    const rules = urlRules(props.domainNames, routes, services, backend.id);
    const map = new ComputeUrlMap(this, "routes", { name, defaultService: backend.id, ...rules });
    const redirect = new ComputeUrlMap(this, "redirect", {
      name: names.of("gcp_resource", "redirect"),
      defaultUrlRedirect: { httpsRedirect: true, stripQuery: false, redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT" },
    });
    const tls = new ComputeSslPolicy(this, "tls", { name, profile: "RESTRICTED", minTlsVersion: "TLS_1_2" });
    const certificates = new CertificateMap(this, "certificates", { names, domainNames, dnsZone });

    const address = new ComputeGlobalAddress(this, "address", { name, ipVersion: "IPV4" });
    new ComputeGlobalForwardingRule(this, "https", {
      name,
      loadBalancingScheme,
      ipAddress: address.id,
      portRange: "443",
      target: new ComputeTargetHttpsProxy(this, "https-proxy", {
        name,
        urlMap: map.id,
        sslPolicy: tls.id,
        certificateMap: certificates.reference,
      }).id,
    });
    new ComputeGlobalForwardingRule(this, "http", {
      name: names.of("gcp_resource", "redirect"),
      loadBalancingScheme,
      ipAddress: address.id,
      portRange: "80",
      target: new ComputeTargetHttpProxy(this, "http-proxy", {
        name: names.of("gcp_resource", "redirect"),
        urlMap: redirect.id,
      }).id,
    });
    for (const domain of dnsZone ? domainNames : []) {
      new DnsRecordSet(this, domain, {
        managedZone: dnsZone as string,
        name: `${domain}.`,
        type: "A",
        ttl: 300,
        rrdatas: [address.address],
      });
    }

    this.address = address.address;
    this.urlMapName = map.name;
    this.securityPolicyName = firewall.policyName;
  }
}
