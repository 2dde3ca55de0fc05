import type { TerraformStack } from "cdktf";
import { ResourceGroup } from "../../modules/azure/access/resource-group";
import { AuditTrail } from "../../modules/azure/account/audit-trail";
import { LogWorkspace } from "../../modules/azure/monitoring/log-workspace";
import { Network } from "../../modules/azure/network/network";
import type { PrivateZone } from "../../modules/azure/network/private-dns-zones";
import type { Placement } from "../../modules/azure/placement";
import { ContainerRegistry } from "../../modules/azure/stores/container-registry";
import { KeyVault } from "../../modules/azure/stores/key-vault";
import { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { azureTags } from "./provider";

type Settings = PlatformSettings["azure"];

/** What everything else stands on: a group of resources, logs, a network, secrets, images. */
export function addGround(stack: TerraformStack, settings: Settings) {
  const names = new Names({
    system: settings.system,
    environment: settings.environment,
    accountId: settings.suffix,
    region: settings.location,
  });
  const tags = azureTags(stack, settings);
  const { location, lock: locked } = settings;
  const resourceGroup = new ResourceGroup(stack, "resource-group", { names, location, tags, locked });
  const placement: Placement = { names, resourceGroup, tags };

  const logs = new LogWorkspace(stack, "logs", { ...placement, retentionDays: Math.max(30, settings.log_days) });
  const { workspaceId } = logs;
  const network = new Network(stack, "network", {
    ...placement,
    cidr: settings.network.cidr,
    workspaceId,
    zones: settings.zones,
  });
  const privateAccess = (zone: PrivateZone) => ({
    subnetId: network.subnets.endpoints.subnetId,
    privateDnsZoneId: network.privateDnsZoneIds[zone],
  });
  const vault = new KeyVault(stack, "vault", {
    ...placement,
    tenantId: settings.tenant_id,
    privateAccess: privateAccess("vault"),
    workspaceId,
  });
  const registry = new ContainerRegistry(stack, "registry", {
    ...placement,
    privateAccess: privateAccess("registry"),
    workspaceId,
    publicNetworkAccess: settings.registry.public,
    zoneRedundant: settings.zones.length > 1,
  });
  if (settings.audit.enabled) {
    new AuditTrail(stack, "audit-trail", {
      names,
      subscriptionId: settings.subscription_id,
      workspaceId,
      retentionDays: settings.audit.retention_days,
    });
  }
  return { names, placement, logs, workspaceId, network, privateAccess, vault, registry };
}

export type Ground = ReturnType<typeof addGround>;
