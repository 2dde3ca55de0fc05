import "cdktf/lib/testing/adapters/jest";
import { ApplicationGateway } from "@cdktf/provider-azurerm/lib/application-gateway";
import { DnsARecord } from "@cdktf/provider-azurerm/lib/dns-a-record";
import { KeyVaultCertificate } from "@cdktf/provider-azurerm/lib/key-vault-certificate";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { NetworkSecurityRule } from "@cdktf/provider-azurerm/lib/network-security-rule";
import { PublicIp } from "@cdktf/provider-azurerm/lib/public-ip";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { WebApplicationFirewallPolicy } from "@cdktf/provider-azurerm/lib/web-application-firewall-policy";
import { LoadBalancer, type LoadBalancerProps } from "../../../../modules/azure/edge/load-balancer";
import { health, makeService, vault } from "../containers/service-fixture";

function make(more: Partial<LoadBalancerProps> = {}) {
  return makeService((scope, { network, workspaceId, names, resourceGroup, tags }) => {
    new LoadBalancer(scope, "edge", {
      names,
      resourceGroup,
      tags,
      network,
      workspaceId,
      certificate: { vault, name: "edge" },
      backend: { addresses: ["10.10.0.4", "10.10.0.5"], port: 8000, protocol: "Http", health },
      capacity: { min: 2, max: 10 },
      rateLimit: 2000,
      zones: ["1", "2", "3"],
      ...more,
    });
  });
}

const gateway = (more?: Partial<LoadBalancerProps>) => make(more).one(ApplicationGateway);

describe("LoadBalancer", () => {
  test("bodies of any size pass the firewall and a request has a minute, unless the settings say otherwise", () => {
    const settings = (more?: Partial<LoadBalancerProps>) =>
      make(more).one(WebApplicationFirewallPolicy).policy_settings;
    expect(settings()).toMatchObject({ mode: "Prevention", request_body_check: true, request_body_enforcement: false });
    expect(settings({ countOnly: true }).mode).toBe("Detection");
    expect(settings({ maxBodyKib: 512 })).toMatchObject({
      request_body_enforcement: true,
      max_request_body_size_in_kb: 512,
      file_upload_enforcement: true,
    });
    const timeout = (more?: Partial<LoadBalancerProps>) => gateway(more).backend_http_settings[0].request_timeout;
    expect([timeout(), timeout({ requestTimeoutSeconds: 300 })]).toEqual([60, 300]);
  });

  test("with a self-signed certificate it waits for that, and an imported version of it stays", () => {
    const selfSigned = { domain: "shop.example.com", dependsOn: [] };
    const made = make({ certificate: { vault, name: "edge", selfSigned } });
    const certificate = made.one(KeyVaultCertificate);
    expect(certificate).toMatchObject({
      name: "edge",
      certificate_policy: {
        issuer_parameters: { name: "Self" },
        lifetime_action: [{ action: { action_type: "EmailContacts" } }],
        x509_certificate_properties: { subject_alternative_names: { dns_names: ["shop.example.com"] } },
      },
      lifecycle: { ignore_changes: ["certificate_policy", "tags"] },
    });
    // The gateway waits for the role, and the role for the certificate.
    const [role] = made.all(RoleAssignment).filter(({ scope }) => scope.includes("/secrets/edge"));
    expect(role.scope).toMatch(/^\$\{azurerm_key_vault_certificate\.\w+\.key_vault_id\}\/secrets\/edge$/);
    expect(made.one(ApplicationGateway).depends_on).toContainEqual(expect.stringMatching(/certificate/));
  });

  test("it runs in all zones, scales, and uses TLS 1.2 and 1.3 with the latest certificate of the vault", () => {
    const made = make();
    expect(made.one(ApplicationGateway)).toMatchObject({
      zones: ["1", "2", "3"],
      autoscale_configuration: { min_capacity: 2, max_capacity: 10 },
      ssl_policy: { policy_type: "Predefined", policy_name: "AppGwSslPolicy20220101S" },
      ssl_certificate: [{ key_vault_secret_id: "https://kvexample.vault.azure.net/secrets/edge" }],
    });
    expect(made).toHaveResourceWithProperties(PublicIp, { domain_name_label: "test-execution-prod-x7k2" });
  });

  test("it may read its certificate only", () => {
    expect(make().all(RoleAssignment)).toEqual([
      expect.objectContaining({ role_definition_name: "Key Vault Secrets User", scope: `${vault.id}/secrets/edge` }),
    ]);
  });

  test("HTTP gets a permanent redirect, HTTPS goes to the service", () => {
    const { http_listener, request_routing_rule, redirect_configuration } = gateway();
    expect(http_listener.map(({ name, protocol }: Record<string, string>) => `${name} ${protocol}`)).toEqual([
      "http Http",
      "https Https",
    ]);
    const [https, http] = request_routing_rule;
    expect(https).toMatchObject({ http_listener_name: "https", backend_address_pool_name: "service" });
    expect(http).toMatchObject({ http_listener_name: "http", redirect_configuration_name: "to-https" });
    expect(http).not.toHaveProperty("backend_address_pool_name");
    expect(redirect_configuration[0]).toMatchObject({ redirect_type: "Permanent", target_listener_name: "https" });
  });

  test("only addresses that pass the readiness check get requests", () => {
    const { backend_address_pool, backend_http_settings, probe } = gateway();
    expect(backend_address_pool).toEqual([{ name: "service", ip_addresses: ["10.10.0.4", "10.10.0.5"] }]);
    expect(backend_http_settings[0]).toMatchObject({ port: 8000, protocol: "Http", probe_name: "ready" });
    expect(probe[0]).toMatchObject({
      path: "/health/ready",
      interval: 30,
      timeout: 5,
      unhealthy_threshold: 3,
      match: { status_code: ["200-299"] },
    });
  });

  test("requests to a service with a host name of its own have that name, and use TLS", () => {
    const { backend_http_settings, probe } = gateway({
      backend: { addresses: ["10.10.16.9"], port: 443, protocol: "Https", hostName: "api.example", health },
    });
    expect(backend_http_settings[0]).toMatchObject({ protocol: "Https", host_name: "api.example" });
    expect(probe[0]).toMatchObject({ protocol: "Https", pick_host_name_from_backend_http_settings: true });
    expect(probe[0]).not.toHaveProperty("host");
  });

  test("the firewall blocks attacks, bots and clients above the rate limit", () => {
    const made = make({ rateLimit: 500 });
    expect(made.one(ApplicationGateway).firewall_policy_id).toContain("azurerm_web_application_firewall_policy");
    expect(made).toHaveResourceWithProperties(WebApplicationFirewallPolicy, {
      policy_settings: expect.objectContaining({ enabled: true, mode: "Prevention" }),
      custom_rules: [
        expect.objectContaining({
          rule_type: "RateLimitRule",
          rate_limit_threshold: 500,
          group_rate_limit_by: "ClientAddr",
          action: "Block",
        }),
      ],
      managed_rules: {
        managed_rule_set: [
          { type: "Microsoft_DefaultRuleSet", version: "2.1" },
          { type: "Microsoft_BotManagerRuleSet", version: "1.1" },
        ],
      },
    });
  });

  test("clients may connect with HTTP and HTTPS, from the given ranges only", () => {
    expect(make()).toHaveResourceWithProperties(NetworkSecurityRule, {
      name: "from-clients",
      source_address_prefix: "Internet",
      destination_port_ranges: ["80", "443"],
    });
    expect(make({ ingressCidrs: ["192.0.2.0/24", "198.51.100.0/24"] })).toHaveResourceWithProperties(
      NetworkSecurityRule,
      { name: "from-clients", source_address_prefixes: ["192.0.2.0/24", "198.51.100.0/24"] },
    );
  });

  test("each request is logged", () => {
    expect(make()).toHaveResourceWithProperties(MonitorDiagnosticSetting, {
      target_resource_id: expect.stringContaining("azurerm_application_gateway"),
      enabled_log: [{ category_group: "allLogs" }],
      log_analytics_destination_type: "Dedicated",
    });
  });

  test("with a DNS zone, a record points to it", () => {
    expect(make()).not.toHaveResource(DnsARecord);
    expect(
      make({ dnsRecord: { name: "@", zoneName: "example.com", zoneResourceGroup: "dns" } }),
    ).toHaveResourceWithProperties(DnsARecord, {
      name: "@",
      zone_name: "example.com",
      resource_group_name: "dns",
      target_resource_id: expect.stringContaining("azurerm_public_ip"),
    });
  });
});
