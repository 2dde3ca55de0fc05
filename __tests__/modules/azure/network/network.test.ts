import "cdktf/lib/testing/adapters/jest";
import { NatGatewayPublicIpAssociation } from "@cdktf/provider-azurerm/lib/nat-gateway-public-ip-association";
import { NetworkSecurityRule } from "@cdktf/provider-azurerm/lib/network-security-rule";
import { PrivateDnsZone } from "@cdktf/provider-azurerm/lib/private-dns-zone";
import { PrivateDnsZoneVirtualNetworkLink } from "@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link";
import { PublicIp } from "@cdktf/provider-azurerm/lib/public-ip";
import { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { SubnetNatGatewayAssociation } from "@cdktf/provider-azurerm/lib/subnet-nat-gateway-association";
import { TerraformOutput } from "cdktf";
import { Network } from "../../../../modules/azure/network/network";
import { networkTiers } from "../../../../modules/azure/network/network-tiers";
import { overlaps } from "../../../../modules/cidr";
import { synthesized } from "../../../synthesized";
import { placement, workspaceId } from "../fixtures";

interface Rule {
  readonly name: string;
  readonly access: string;
  readonly direction: string;
  readonly priority: number;
  readonly source_address_prefix?: string;
  readonly destination_port_range?: string;
  readonly network_security_group_name: string;
}

const made = synthesized((scope) => {
  new Network(scope, "network", { ...placement, cidr: "10.10.0.0/16", workspaceId, zones: ["1", "2", "3"] });
});
const rules: Rule[] = made.all(NetworkSecurityRule);
const rulesOf = (subnet: string) =>
  rules.filter((rule) => rule.network_security_group_name.includes(`network_${subnet}_`));

describe("Network", () => {
  test("each kind of resource has a subnet for itself", () => {
    const subnets = made.all(Subnet);
    const services = subnets.map(({ name, address_prefixes: [cidr], delegation }) => [
      name,
      cidr,
      JSON.stringify(delegation)?.match(/Microsoft\.[A-Za-z]+\/(containerGroups|flexibleServers|environments)/)?.[0],
    ]);
    expect(services).toEqual([
      ["apps", "10.10.16.0/20", "Microsoft.App/environments"],
      ["containers", "10.10.0.0/20", "Microsoft.ContainerInstance/containerGroups"],
      ["database", "10.10.241.0/24", "Microsoft.DBforPostgreSQL/flexibleServers"],
      ["endpoints", "10.10.242.0/24", undefined],
      ["gateway", "10.10.240.0/24", undefined],
    ]);
  });

  test("in every subnet the last rule denies inbound traffic", () => {
    for (const subnet of ["apps", "containers", "database", "endpoints", "gateway"]) {
      expect(rulesOf(subnet)).toContainEqual(
        expect.objectContaining({ direction: "Inbound", access: "Deny", priority: 4096 }),
      );
    }
  });

  test("no rule allows traffic from the internet, and Azure may manage its gateway", () => {
    const inbound = rules.filter(({ access, direction }) => access === "Allow" && direction === "Inbound");
    for (const rule of inbound) expect(["*", "Internet", "0.0.0.0/0"]).not.toContain(rule.source_address_prefix);
    expect(rulesOf("gateway")).toContainEqual(
      expect.objectContaining({ source_address_prefix: "GatewayManager", destination_port_range: "65200-65535" }),
    );
  });

  test("only services may reach the database and the endpoints", () => {
    const from = (subnet: string) =>
      rulesOf(subnet).filter(({ access, direction }) => access === "Allow" && direction === "Inbound");
    expect(from("database").map(({ name }) => name)).toEqual(["from-services", "from-standby"]);
    expect(from("endpoints").map(({ name }) => name)).toEqual(["from-gateway", "from-services"]);
    expect(from("containers")).toEqual([]);
  });

  test("containers and databases may reach only what they need", () => {
    const to = (subnet: string) =>
      rulesOf(subnet)
        .filter(({ direction }) => direction === "Outbound")
        .map(({ access, name }) => `${access} ${name}`);
    expect(to("containers").sort()).toEqual([
      "Allow to-database",
      "Allow to-endpoints",
      "Allow to-internet",
      "Deny deny-outbound",
    ]);
    expect(to("database").sort()).toEqual([
      "Allow to-entra",
      "Allow to-standby",
      "Allow to-storage",
      "Deny deny-outbound",
    ]);
  });

  test("no priority is used twice in a group and direction", () => {
    const used = rules.map((rule) => `${rule.network_security_group_name} ${rule.direction} ${rule.priority}`);
    expect(new Set(used).size).toBe(used.length);
  });

  test("all outbound traffic has one address, which is in all zones", () => {
    expect(made.all(SubnetNatGatewayAssociation)).toHaveLength(2);
    expect(made).toHaveResourceWithProperties(PublicIp, { sku: "Standard", zones: ["1", "2", "3"] });
    expect(made).toHaveResource(NatGatewayPublicIpAssociation);
  });

  test("what runs in a subnet waits until that has its way out, with its address", () => {
    const waiting = synthesized((scope) => {
      const { subnets } = new Network(scope, "network", { ...placement, cidr: "10.0.0.0/16", workspaceId, zones: [] });
      new TerraformOutput(scope, "ids", { value: [subnets.containers.subnetId, subnets.apps.subnetId] });
    });
    expect(waiting.json.output.ids.value).toEqual([
      expect.stringMatching(/^\$\{azurerm_subnet_nat_gateway_association\.\w+-containers_\w+\.id\}$/),
      expect.stringMatching(/^\$\{azurerm_subnet_nat_gateway_association\.\w+-apps_\w+\.id\}$/),
    ]);
    for (const { nat_gateway_id } of waiting.all(SubnetNatGatewayAssociation)) {
      expect(nat_gateway_id).toMatch(/^\$\{azurerm_nat_gateway_public_ip_association\./);
    }
  });

  test("every service has a private DNS zone that is linked to the network", () => {
    const zones = made.all(PrivateDnsZone).map(({ name }) => name);
    expect(zones).toEqual([
      "privatelink.blob.core.windows.net",
      "privatelink.azconfig.io",
      "test-execution-prod.private.postgres.database.azure.com",
      "privatelink.servicebus.windows.net",
      "privatelink.redis.azure.net",
      "privatelink.azurecr.io",
      "privatelink.vaultcore.azure.net",
    ]);
    expect(made.all(PrivateDnsZoneVirtualNetworkLink)).toHaveLength(zones.length);
  });

  test.each(["10.10.0.0/16", "10.10.0.0/20", "10.10.0.0/22"])("the subnets of %s do not overlap", (cidr) => {
    const all = Object.values(networkTiers(cidr));
    all.forEach((one, index) => {
      for (const other of all.slice(index + 1)) expect(overlaps(one, other)).toBe(false);
    });
  });

  test("a network too small for its subnets is refused", () => {
    expect(() => networkTiers("10.10.0.0/24")).toThrow("expected /16 to /22, found /24");
  });
});
