import type { Names } from "../names";

/** What a module needs of the resource group that its resources stand in. */
export interface ResourceGroupAttributes {
  readonly id: string;
  readonly name: string;
  /** Azure region, e.g. `eastus`. */
  readonly location: string;
}

/** What every module on Azure is given. */
export interface Placement {
  readonly names: Names;
  readonly resourceGroup: ResourceGroupAttributes;
  /** On every resource that takes tags: Azure has no default tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The arguments that every tagged resource of a region has in common. */
export function placed({ resourceGroup, tags }: Placement) {
  return { resourceGroupName: resourceGroup.name, location: resourceGroup.location, tags: { ...tags } };
}
