import { ApplicationGateway } from "@cdktf/provider-azurerm/lib/application-gateway";
import { DnsARecord } from "@cdktf/provider-azurerm/lib/dns-a-record";
import { PublicIp } from "@cdktf/provider-azurerm/lib/public-ip";
import { Construct } from "constructs";
import { ManagedIdentity } from "../access/managed-identity";
import type { ServiceBackend } from "../containers/service-props";
import type { VaultAttributes } from "../containers/service-secrets";
import { diagnostics } from "../monitoring/diagnostics";
import type { NetworkAttributes } from "../network/network";
import { allowTraffic } from "../network/network-rules";
import { type Placement, placed } from "../placement";
import { gatewayRouting } from "./gateway-routing";
import { webFirewall } from "./web-firewall";

export interface LoadBalancerProps extends Placement {
  readonly network: NetworkAttributes;
  /** A certificate in Key Vault by its name there; the gateway follows it when it is renewed. */
  readonly certificate: { readonly vault: VaultAttributes; readonly name: string };
  /** Where all requests go. */
  readonly backend: ServiceBackend;
  /** Keeps the record of every request. */
  readonly workspaceId: string;
  /** Capacity units between which it scales, each about 50 connections a second. @default 2 to 10 */
  readonly capacity?: { readonly min: number; readonly max: number };
  /** Requests of one client address in five minutes. @default 2000 */
  readonly rateLimit?: number;
  /** IPv4 ranges that may connect. @default - the internet */
  readonly ingressCidrs?: readonly string[];
  /** Zones it runs in; none in a region without them. @default ["1", "2", "3"] */
  readonly zones?: readonly string[];
  /** A record that leads to it, `@` for the zone's own name, in a zone that exists. @default - none */
  readonly dnsRecord?: { readonly name: string; readonly zoneName: string; readonly zoneResourceGroup: string };
}

/**
 * An Application Gateway with a web firewall: the only way in. HTTPS with TLS 1.2 and 1.3, HTTP redirected, over all zones,
 * every request recorded.
 */
export class LoadBalancer extends Construct {
  readonly id: string;
  /** Azure's own name for its address, for a CNAME elsewhere. */
  readonly dnsName: string;
  readonly ipAddress: string;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { names, network, certificate, workspaceId, dnsRecord } = props;
    const { capacity = { min: 2, max: 10 }, zones = ["1", "2", "3"] } = props;
    const name = names.of("azure_resource");
    const { vault } = certificate;
    const gatewaySubnet = network.subnets.gateway;

    allowTraffic(this, "from-clients", gatewaySubnet.securityGroup, {
      priority: 200,
      description: "HTTPS from clients, and HTTP that is answered with a redirect to it",
      from: props.ingressCidrs ?? ["Internet"],
      ports: ["80", "443"],
    });
    const address = new PublicIp(this, "address", {
      ...placed(props),
      name,
      sku: "Standard",
      allocationMethod: "Static",
      zones: [...zones],
      domainNameLabel: names.of("azure_database"),
    });
    diagnostics(this, "address-diagnostics", { targetResourceId: address.id, workspaceId });

    const identity = new ManagedIdentity(this, "identity", {
      ...props,
      name: "load-balancer",
      roles: {
        certificate: { role: "Key Vault Secrets User", scope: `${vault.id}/secrets/${certificate.name}` },
      },
    });
    const gateway = new ApplicationGateway(this, "gateway", {
      ...placed(props),
      ...gatewayRouting(props.backend),
      name,
      sku: { name: "WAF_v2", tier: "WAF_v2" },
      autoscaleConfiguration: { minCapacity: capacity.min, maxCapacity: capacity.max },
      zones: [...zones],
      enableHttp2: true,
      firewallPolicyId: webFirewall(this, "firewall", { ...props, rateLimit: props.rateLimit ?? 2000 }).id,
      identity: { type: "UserAssigned", identityIds: [identity.identityId] },
      // TLS 1.2 and 1.3 with forward secrecy.
      sslPolicy: { policyType: "Predefined", policyName: "AppGwSslPolicy20220101S" },
      sslCertificate: [{ name: "certificate", keyVaultSecretId: `${vault.uri}secrets/${certificate.name}` }],
      gatewayIpConfiguration: [{ name: "subnet", subnetId: gatewaySubnet.subnetId }],
      frontendIpConfiguration: [{ name: "public", publicIpAddressId: address.id }],
      // It reads the certificate while it is made.
      dependsOn: identity.roleAssignments,
    });
    diagnostics(this, "diagnostics", { targetResourceId: gateway.id, workspaceId, dedicatedTables: true });
    if (dnsRecord) {
      new DnsARecord(this, "record", {
        name: dnsRecord.name,
        zoneName: dnsRecord.zoneName,
        resourceGroupName: dnsRecord.zoneResourceGroup,
        ttl: 60,
        targetResourceId: address.id,
        tags: { ...props.tags },
      });
    }

    this.id = gateway.id;
    this.dnsName = address.fqdn;
    this.ipAddress = address.ipAddress;
  }
}
