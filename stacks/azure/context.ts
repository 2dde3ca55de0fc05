import type { TerraformStack } from "cdktf";
import { Deployers } from "../../modules/azure/access/deployers";
import { ResourceGroup } from "../../modules/azure/access/resource-group";
import { LogWorkspace } from "../../modules/azure/monitoring/log-workspace";
import { Network } from "../../modules/azure/network/network";
import type { PrivateZone } from "../../modules/azure/network/private-dns-zones";
import type { PrivateAccess } from "../../modules/azure/network/private-endpoint";
import type { Placement } from "../../modules/azure/placement";
import { ContainerRegistry } from "../../modules/azure/stores/container-registry";
import { KeyVault } from "../../modules/azure/stores/key-vault";
import { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { runbooks, type StackContext } from "../context";
import { azureTags } from "./provider";

/** What every part of the Azure stack is made with. */
export interface AzureContext extends StackContext {
  /** Names, resource group and tags of every module. */
  readonly placement: Placement;
  readonly network: Network;
  readonly vault: KeyVault;
  /** Who runs Terraform. */
  readonly deployers: Deployers;
  readonly registry: ContainerRegistry;
  readonly logs: LogWorkspace;
  /** Log Analytics workspace of `logs`. */
  readonly workspaceId: string;
  /** Subnet and DNS zone of a service's private endpoint. */
  readonly privateAccess: (zone: PrivateZone) => PrivateAccess;
  /** Days that logs are kept. */
  readonly logDays: number;
  /** Whether stored data is deleted with the stack. */
  readonly destroyable: boolean;
}

/** Makes what all parts of the stack need: resource group, logs, network, Key Vault and image registry. */
export function addAzureContext(stack: TerraformStack, settings: PlatformSettings["azure"]): AzureContext {
  const { system, environment, suffix: accountId, location, zones, log_days: logDays } = settings;
  const of = { environment, accountId, region: location, runbooks: runbooks(stack, settings) };
  const names = new Names({ name: settings.name, ...of });
  const tags = azureTags(stack, settings);
  const resourceGroup = new ResourceGroup(stack, "resource-group", { names, location, tags, locked: settings.lock });
  const placement: Placement = { names, resourceGroup, tags };

  // Log Analytics keeps logs for 30 days at least.
  const logs = new LogWorkspace(stack, "logs", { ...placement, retentionDays: Math.max(30, logDays) });
  const { workspaceId } = logs;
  const network = new Network(stack, "network", {
    ...placement,
    cidr: settings.network.cidr,
    workspaceId,
    zones,
    hasDatabase: settings.database !== undefined,
  });
  const privateAccess = (zone: PrivateZone) => ({
    subnetId: network.subnets.endpoints.subnetId,
    privateDnsZoneId: network.privateDnsZoneIds[zone],
  });
  const deployers = new Deployers(stack, "deployers", { objectIds: settings.deployers });
  const vault = new KeyVault(stack, "vault", {
    ...placement,
    tenantId: settings.tenant_id,
    privateAccess: privateAccess("vault"),
    workspaceId,
    allowedCidrs: settings.vault.allowed_cidrs,
    deployers,
  });
  const registry = new ContainerRegistry(stack, "registry", {
    ...placement,
    privateAccess: privateAccess("registry"),
    workspaceId,
    publicNetworkAccess: settings.registry.public,
    zoneRedundant: zones.length > 1,
  });
  return {
    system,
    environment,
    platform: "azure",
    names,
    placement,
    network,
    vault,
    deployers,
    registry,
    logs,
    workspaceId,
    privateAccess,
    logDays,
    destroyable: !settings.protected,
  };
}
