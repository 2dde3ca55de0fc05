import { ComputeBackendService } from "@cdktf/provider-google/lib/compute-backend-service";
import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeGlobalForwardingRule } from "@cdktf/provider-google/lib/compute-global-forwarding-rule";
import { ComputeRegionNetworkEndpointGroup } from "@cdktf/provider-google/lib/compute-region-network-endpoint-group";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { ComputeTargetHttpProxy } from "@cdktf/provider-google/lib/compute-target-http-proxy";
import { ComputeTargetHttpsProxy } from "@cdktf/provider-google/lib/compute-target-https-proxy";
import { ComputeUrlMap } from "@cdktf/provider-google/lib/compute-url-map";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import { IapWebBackendServiceIamMember } from "@cdktf/provider-google/lib/iap-web-backend-service-iam-member";
import { Construct } from "constructs";
import { CertificateMap, type CertificateMapProps } from "./certificate-map";
import { WebFirewall, type WebFirewallRules } from "./web-firewall";

/** Parts of an address that the CDN compares: all of them. The provider refuses a CDN policy without it. */
const cacheKeyPolicy = { includeHost: true, includeProtocol: true, includeQueryString: true };

export interface LoadBalancerProps extends CertificateMapProps {
  /** Cloud Run service that gets every request. With `iap`, it needs `iapProjectNumber`. */
  readonly service: { readonly serviceName: string; readonly location: string };
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
    const { names, service, cdn, iap, domainNames, dnsZone } = props;
    if (cdn && iap) throw new Error(`load balancer "${names.prefix}": expected cdn or iap, found both`);
    const name = names.of("gcp_resource");
    const loadBalancingScheme = "EXTERNAL_MANAGED";

    const firewall = new WebFirewall(this, "firewall", { ...props.firewall, names, name: "firewall" });
    const group = new ComputeRegionNetworkEndpointGroup(this, "endpoints", {
      name,
      region: service.location,
      networkEndpointType: "SERVERLESS",
      cloudRun: { service: service.serviceName },
    });
    const backend = new ComputeBackendService(this, "backend", {
      name,
      loadBalancingScheme,
      protocol: "HTTPS",
      backend: [{ group: group.id }],
      securityPolicy: firewall.policyId,
      logConfig: { enable: true, sampleRate: 1 },
      enableCdn: cdn,
      cdnPolicy: cdn ? { cacheMode: "USE_ORIGIN_HEADERS", cacheKeyPolicy } : undefined,
      iap: iap && { enabled: true },
    });
    for (const member of iap?.members ?? []) {
      new IapWebBackendServiceIamMember(this, `iap-${member}`, {
        webBackendService: backend.name,
        role: "roles/iap.httpsResourceAccessor",
        member,
      });
    }

    const routes = new ComputeUrlMap(this, "routes", { name, defaultService: backend.id });
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
        urlMap: routes.id,
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
    this.urlMapName = routes.name;
    this.securityPolicyName = firewall.policyName;
  }
}
