import "cdktf/lib/testing/adapters/jest";
import { CertificateManagerCertificate } from "@cdktf/provider-google/lib/certificate-manager-certificate";
import { CertificateManagerCertificateMapEntry } from "@cdktf/provider-google/lib/certificate-manager-certificate-map-entry";
import { ComputeBackendService } from "@cdktf/provider-google/lib/compute-backend-service";
import { ComputeGlobalForwardingRule } from "@cdktf/provider-google/lib/compute-global-forwarding-rule";
import { ComputeRegionNetworkEndpointGroup } from "@cdktf/provider-google/lib/compute-region-network-endpoint-group";
import { ComputeSecurityPolicy } from "@cdktf/provider-google/lib/compute-security-policy";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { ComputeTargetHttpsProxy } from "@cdktf/provider-google/lib/compute-target-https-proxy";
import { ComputeUrlMap } from "@cdktf/provider-google/lib/compute-url-map";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import { IapWebBackendServiceIamMember } from "@cdktf/provider-google/lib/iap-web-backend-service-iam-member";
import { LoadBalancer, type LoadBalancerProps } from "../../../../modules/gcp/edge/load-balancer";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

function make(props: Partial<LoadBalancerProps> = {}) {
  return synthesized((scope) => {
    new LoadBalancer(scope, "edge", {
      names,
      service: { serviceName: "test-execution-prod-api", location: "us-central1" },
      domainNames: ["api.example.com"],
      firewall: { requestsPerIp: 2000, countOnly: false },
      cdn: false,
      ...props,
    });
  });
}

interface Rule {
  readonly priority: number;
  readonly action: string;
  readonly preview?: boolean;
  readonly match: { readonly expr?: { readonly expression: string } };
  readonly rate_limit_options?: object;
}

const rulesOf = (props?: Partial<LoadBalancerProps>): Rule[] =>
  make(props)
    .one(ComputeSecurityPolicy)
    .rule.sort((a: Rule, b: Rule) => a.priority - b.priority);

describe("LoadBalancer", () => {
  test("requests to the Cloud Run service are filtered and logged", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(ComputeRegionNetworkEndpointGroup, {
      network_endpoint_type: "SERVERLESS",
      region: "us-central1",
      cloud_run: { service: "test-execution-prod-api" },
    });
    expect(made).toHaveResourceWithProperties(ComputeBackendService, {
      load_balancing_scheme: "EXTERNAL_MANAGED",
      security_policy: expect.stringContaining("google_compute_security_policy."),
      log_config: { enable: true, sample_rate: 1 },
      enable_cdn: false,
    });
  });

  test("HTTPS uses TLS 1.2 and 1.3; HTTP gets a permanent redirect", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(ComputeSslPolicy, { profile: "RESTRICTED", min_tls_version: "TLS_1_2" });
    expect(made).toHaveResourceWithProperties(ComputeTargetHttpsProxy, {
      ssl_policy: expect.stringContaining("google_compute_ssl_policy."),
      certificate_map: expect.stringMatching(/^\/\/certificatemanager\.googleapis\.com\/\$\{/),
    });
    expect(made).toHaveResourceWithProperties(ComputeUrlMap, {
      default_url_redirect: {
        https_redirect: true,
        strip_query: false,
        redirect_response_code: "MOVED_PERMANENTLY_DEFAULT",
      },
    });
    const ports = made.all(ComputeGlobalForwardingRule).map((rule) => [rule.port_range, rule.target]);
    expect(ports).toEqual(
      expect.arrayContaining([
        ["443", expect.stringContaining("https-proxy")],
        ["80", expect.stringContaining("http-proxy")],
      ]),
    );
  });

  test("each name has a certificate of its own", () => {
    const made = make({ domainNames: ["api.example.com", "www.example.com"] });
    expect(made.all(CertificateManagerCertificate)).toHaveLength(2);
    expect(made).toHaveResourceWithProperties(CertificateManagerCertificateMapEntry, {
      hostname: "www.example.com",
      certificates: [expect.stringContaining("edge_certificates_wwwexamplecom")],
    });
    expect(made).not.toHaveResource(DnsRecordSet);
  });

  test("with a zone of the project, records prove the names and point to the load balancer", () => {
    const records = make({ dnsZone: "example" }).all(DnsRecordSet);
    expect(records).toHaveLength(2);
    expect(records).toContainEqual(
      expect.objectContaining({
        managed_zone: "example",
        name: "api.example.com.",
        type: "A",
        rrdatas: [expect.stringContaining("google_compute_global_address.")],
      }),
    );
  });

  test("the CDN caches what the application's headers allow", () => {
    expect(make({ cdn: true })).toHaveResourceWithProperties(ComputeBackendService, {
      enable_cdn: true,
      cdn_policy: {
        cache_mode: "USE_ORIGIN_HEADERS",
        cache_key_policy: { include_host: true, include_protocol: true, include_query_string: true },
      },
    });
  });

  test("Identity-Aware Proxy admits the given members only, and is refused together with the CDN", () => {
    const iap = { members: ["group:testers@example.com"] };
    const made = make({ iap });
    expect(made).toHaveResourceWithProperties(ComputeBackendService, { iap: { enabled: true } });
    expect(made).toHaveResourceWithProperties(IapWebBackendServiceIamMember, {
      role: "roles/iap.httpsResourceAccessor",
      member: "group:testers@example.com",
    });
    expect(() => make({ iap, cdn: true })).toThrow("expected cdn or iap, found both");
  });
});

describe("WebFirewall", () => {
  test("rules against known attacks come before the rate limit per address, and the rest is allowed", () => {
    const rules = rulesOf();
    expect(rules.map(({ action }) => action)).toEqual([...Array(5).fill("deny(403)"), "throttle", "allow"]);
    const sets = rules.flatMap(({ match }) => match.expr?.expression.match(/'([a-z-]+?)(?:-v33-stable)?'/)?.[1] ?? []);
    expect(sets).toEqual(["sqli", "xss", "lfi", "rce", "cve-canary"]);
    expect(rules[5].rate_limit_options).toEqual({
      conform_action: "allow",
      exceed_action: "deny(429)",
      enforce_on_key: "IP",
      rate_limit_threshold: { count: 2000, interval_sec: 300 },
    });
    expect(rules.some(({ preview }) => preview)).toBe(false);
  });

  test("all blocking rules can be set to log only", () => {
    const rules = rulesOf({ firewall: { requestsPerIp: 2000, countOnly: true } });
    expect(rules.filter(({ preview }) => preview)).toHaveLength(6);
  });
});
