import type { Names } from "../names";

/** The resource group of a module's resources. */
export interface ResourceGroupAttributes {
  readonly id: string;
  readonly name: string;
  /** Azure region, e.g. `eastus`. */
  readonly location: string;
}

/** Props of every module on Azure: names, resource group and tags. */
export interface Placement {
  readonly names: Names;
  readonly resourceGroup: ResourceGroupAttributes;
  /** Tags of every resource that takes tags; the provider has no default tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The arguments of every resource that has a location and tags. */
export function placed({ resourceGroup, tags }: Placement) {
  return { resourceGroupName: resourceGroup.name, location: resourceGroup.location, tags: { ...tags } };
}
