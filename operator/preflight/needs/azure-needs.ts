import type { Block, StackView } from "../look/stack-view";
import { type Need, quota } from "./quota";

/** Quotas of a subscription in a region, by the names of the usages of each service. */
export const azureQuotas = {
  cores: quota("Microsoft.ContainerInstance", "StandardCores", "vCPU of Container Instances"),
  environments: quota("Microsoft.App", "ManagedEnvironmentCount", "environments of Container Apps"),
  addresses: quota("Microsoft.Network", "StandardSkuPublicIpAddresses", "public addresses, Standard"),
  databases: quota("Microsoft.DBforPostgreSQL", "cores", "vCPU of PostgreSQL flexible servers"),
} as const;

/** What a stack takes of the quotas of its subscription in a region. */
export function azureNeeds(stack: StackView, region: string): Need[] {
  const here = (type: string) => stack.bodies(type).filter(({ location }) => location === region);
  const sum = (of: readonly number[]) => of.reduce((total, value) => total + value, 0);
  const cores = sum(here("azurerm_container_group").map(coresOf));
  const servers = here("azurerm_postgresql_flexible_server");
  const addresses = here("azurerm_public_ip").filter(({ sku }) => sku === "Standard").length;
  const environments = here("azurerm_container_app_environment").length;
  const families = [...new Set(servers.map(familyOf))].map((family) => {
    const of = servers.filter((server) => familyOf(server) === family);
    const named = quota(azureQuotas.databases.service, family, `vCPU of PostgreSQL flexible servers, ${family}`);
    return { quota: named, start: sum(of.map(vcpuOf)), most: sum(of.map(withStandby)) };
  });
  const amounts: Omit<Need, "stack">[] = [
    // A group with another image is made before the old one goes.
    { quota: azureQuotas.cores, start: cores, most: 2 * cores },
    { quota: azureQuotas.environments, start: environments, most: environments },
    { quota: azureQuotas.addresses, start: addresses, most: addresses },
    { quota: azureQuotas.databases, start: sum(servers.map(vcpuOf)), most: sum(servers.map(withStandby)) },
    ...families,
  ];
  return amounts.filter(({ most }) => most > 0).map((amount) => ({ ...amount, stack: stack.id }));
}

/** The regions of what a stack counts, and the resource group that is there once it is deployed. */
export function azurePlaces(stack: StackView): { readonly regions: string[]; readonly group?: string } {
  const types = ["container_group", "container_app_environment", "public_ip", "postgresql_flexible_server"];
  const regions = types.flatMap((type) => stack.bodies(`azurerm_${type}`).map(({ location }) => String(location)));
  const name = stack.bodies("azurerm_resource_group")[0]?.["name"];
  const literal = regions.filter((region) => !region.includes("${"));
  return { regions: [...new Set(literal)], ...(typeof name === "string" && { group: name }) };
}

const coresOf = ({ container }: Block) =>
  ((container ?? []) as Block[]).reduce((total, { cpu }) => total + Number(cpu), 0);

/** `GP_Standard_D2ds_v5`, `MO_Standard_E4ds_v5`, `B_Standard_B2s`: a letter, the vCPU, the kind, the version. */
const skuOf = ({ sku_name }: Block) => /_Standard_([A-Z])(\d+)([a-z]*)(_v\d+)?$/.exec(String(sku_name)) ?? [];

const vcpuOf = (server: Block) => Number(skuOf(server)[2] ?? 0);

/** Microsoft's pages do not say whether a standby counts, so it stops nothing: it is in what is taken at the most. */
const withStandby = (server: Block) => vcpuOf(server) * (server["high_availability"] ? 2 : 1);

/** The family of a size in the usages of a region: `standardDDSv5Family`, `standardBSFamily`. */
function familyOf(server: Block): string {
  const [, letter = "", , kind = "", version = ""] = skuOf(server);
  if (letter === "B") return "standardBSFamily";
  return `standard${letter}${kind.toUpperCase()}${version.replace("_", "")}Family`;
}
