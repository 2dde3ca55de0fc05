import { ResourceGroup as AzureResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { ResourceGroupAttributes } from "../placement";
import { deletionLock } from "./deletion-lock";

export interface ResourceGroupProps {
  readonly names: Names;
  /** The last part of its name. @default - none */
  readonly name?: string;
  /** Azure region, e.g. `eastus`. */
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /**
   * Whether a lock forbids deleting anything in the group, Terraform included. Terraform can then neither replace a container group
   * whose image changes nor remove a role, so it fits only groups that are rarely changed.
   */
  readonly locked: boolean;
}

/** A resource group of a stack, with an optional lock. */
export class ResourceGroup extends Construct implements ResourceGroupAttributes {
  readonly id: string;
  readonly name: string;
  readonly location: string;

  constructor(scope: Construct, id: string, props: ResourceGroupProps) {
    super(scope, id);
    const group = new AzureResourceGroup(this, "group", {
      name: props.names.of("azure_resource", props.name),
      location: props.location,
      tags: { ...props.tags },
    });
    if (props.locked) deletionLock(this, "lock", group.id);

    this.id = group.id;
    this.name = group.name;
    this.location = props.location;
  }
}
