import { Names } from "../../../modules/names";

const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/test-execution-prod";

export const names = new Names({
  name: "test-execution",
  environment: "prod",
  accountId: "x7k2",
  region: "eastus",
});

/** The placement of a stack in production. */
export const placement = {
  names,
  resourceGroup: { id: group, name: "test-execution-prod", location: "eastus" },
  tags: { Environment: "prod", System: "test-execution" },
};

/** The id of a resource in the resource group. */
export const resourceId = (type: string, name: string) => `${group}/providers/${type}/${name}`;

export const workspaceId = resourceId("Microsoft.OperationalInsights/workspaces", "logs");

export const subnetId = (name: string) => `${resourceId("Microsoft.Network/virtualNetworks", "main")}/subnets/${name}`;

export const dnsZoneId = (zone: string) => resourceId("Microsoft.Network/privateDnsZones", zone);

export const privateAccess = {
  subnetId: subnetId("endpoints"),
  privateDnsZoneId: dnsZoneId("privatelink.example.net"),
};

export const tenantId = "11111111-1111-1111-1111-111111111111";

export const objectId = "22222222-2222-2222-2222-222222222222";
