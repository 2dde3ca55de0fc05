import { ApplicationGateway } from "@cdktf/provider-azurerm/lib/application-gateway";
import { DnsARecord } from "@cdktf/provider-azurerm/lib/dns-a-record";
import { PublicIp } from "@cdktf/provider-azurerm/lib/public-ip";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ManagedIdentity } from "../access/managed-identity";
import type { ServiceBackend } from "../containers/service-props";
import type { VaultAttributes } from "../containers/service-secrets";
import { diagnostics } from "../monitoring/diagnostics";
import type { NetworkAttributes } from "../network/network";
import { allowTraffic } from "../network/network-rules";
import { type Placement, placed } from "../placement";
import { selfSignedCertificate } from "../stores/self-signed-certificate";
import { gatewayRouting, type RoutedBackend } from "./gateway-routing";
import { webFirewall } from "./web-firewall";

export interface LoadBalancerProps extends Placement {
  readonly network: NetworkAttributes;
  /** A certificate in Key Vault, by its name there. The gateway uses its latest version. */
  readonly certificate: {
    readonly vault: VaultAttributes;
    readonly name: string;
    /** Whether it is made, self-signed, for a domain; `dependsOn` are the roles to write it. @default - it is in the vault already */
    readonly selfSigned?: { readonly domain: string; readonly dependsOn: readonly ITerraformDependable[] };
  };
  /** The service that gets all requests that no component takes. */
  readonly backend: ServiceBackend;
  /** Components that get some requests, by component; the certificate covers their hosts. @default - none */
  readonly routes?: Readonly<Record<string, RoutedBackend>>;
  /** Name of the application; the hosts of `routes` are other names. @default - none is a host of a route */
  readonly domain?: string;
  /** Log Analytics workspace that gets a record of every request. */
  readonly workspaceId: string;
  /** Limits of its capacity units, each about 50 connections a second. */
  readonly capacity: { readonly min: number; readonly max: number };
  /** Requests that one client address may send in five minutes. */
  readonly rateLimit: number;
  /** Whether the firewall only logs what it would block. @default false */
  readonly countOnly?: boolean;
  /** Largest body of a request in KiB, 8 to 2000. @default - no limit of the firewall */
  readonly maxBodyKib?: number;
  /** Seconds after which a request without a response fails. @default 60 */
  readonly requestTimeoutSeconds?: number;
  /** IPv4 ranges of clients that may connect. @default - the internet */
  readonly ingressCidrs?: readonly string[];
  /** Zones it runs in; empty in a region without zones. */
  readonly zones: readonly string[];
  /** An A record for it in an existing zone; `@` for the zone's own name. @default - none */
  readonly dnsRecord?: DnsRecord;
  /** The same for the hosts of `routes`, by host. @default - none */
  readonly hostRecords?: Readonly<Record<string, DnsRecord>>;
}

/** A name in an Azure DNS zone. */
export interface DnsRecord {
  readonly name: string;
  readonly zoneName: string;
  readonly zoneResourceGroup: string;
}

/**
 * An Application Gateway with a web firewall, the only public entry. It takes HTTPS with TLS 1.2 and 1.3, redirects HTTP and logs
 * every request.
 */
export class LoadBalancer extends Construct {
  /** Id of the gateway, for its metrics and its log. */
  readonly id: string;
  /** Azure's host name of its address, for a CNAME record in another zone. */
  readonly dnsName: string;
  /** Identity with which it reads its certificate. */
  readonly identityId: string;
  /** Public IPv4 address. */
  readonly ipAddress: string;
  /** The components that it leads to. */
  readonly components: readonly string[];

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { names, network, certificate, workspaceId, dnsRecord, capacity, zones } = props;
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
      domainNameLabel: names.of("azure_dns_label"),
    });
    diagnostics(this, "address-diagnostics", { targetResourceId: address.id, workspaceId });

    const made =
      certificate.selfSigned &&
      selfSignedCertificate(this, "certificate", {
        ...props,
        ...certificate.selfSigned,
        vaultId: vault.id,
        name: certificate.name,
      });
    // By the certificate's own reference, so that the role and the gateway wait for it.
    const vaultId = made?.keyVaultId ?? vault.id;
    const identity = new ManagedIdentity(this, "identity", {
      ...props,
      name: "load-balancer",
      roles: {
        certificate: { role: "Key Vault Secrets User", scope: `${vaultId}/secrets/${certificate.name}` },
      },
    });
    const gateway = new ApplicationGateway(this, "gateway", {
      ...placed(props),
      ...gatewayRouting(props.backend, props.requestTimeoutSeconds ?? 60, props.domain, props.routes),
      name,
      sku: { name: "WAF_v2", tier: "WAF_v2" },
      autoscaleConfiguration: { minCapacity: capacity.min, maxCapacity: capacity.max },
      zones: [...zones],
      enableHttp2: true,
      firewallPolicyId: webFirewall(this, "firewall", props).id,
      identity: { type: "UserAssigned", identityIds: [identity.identityId] },
      // TLS 1.2 and 1.3 with forward secrecy.
      sslPolicy: { policyType: "Predefined", policyName: "AppGwSslPolicy20220101S" },
      sslCertificate: [{ name: "certificate", keyVaultSecretId: `${vault.uri}secrets/${certificate.name}` }],
      gatewayIpConfiguration: [{ name: "subnet", subnetId: gatewaySubnet.subnetId }],
      frontendIpConfiguration: [{ name: "public", publicIpAddressId: address.id }],
      // The gateway reads the certificate while it is created.
      dependsOn: identity.roleAssignments,
    });
    diagnostics(this, "diagnostics", { targetResourceId: gateway.id, workspaceId, dedicatedTables: true });
    const records = { ...(dnsRecord && { record: dnsRecord }), ...props.hostRecords };
    for (const [key, record] of Object.entries(records)) {
      new DnsARecord(this, record === dnsRecord ? "record" : `record-${key}`, {
        name: record.name,
        zoneName: record.zoneName,
        resourceGroupName: record.zoneResourceGroup,
        ttl: 60,
        targetResourceId: address.id,
        tags: { ...props.tags },
      });
    }

    this.id = gateway.id;
    this.identityId = identity.identityId;
    this.dnsName = address.fqdn;
    this.ipAddress = address.ipAddress;
    this.components = Object.keys(props.routes ?? {});
  }
}
