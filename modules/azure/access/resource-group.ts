import { ResourceGroup as AzureResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { ResourceGroupAttributes } from "../placement";
import { deletionLock } from "./deletion-lock";

export interface ResourceGroupProps {
  readonly names: Names;
  /** Azure region, e.g. `eastus`. */
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The last part of its name where a system has several. @default - none */
  readonly name?: string;
  /**
   * Nothing in it can be deleted until the lock is gone, by Terraform neither: a container group whose image changes could
   * not be replaced, nor a role be taken back. For a group that holds nothing but data. @default false
   */
  readonly locked?: boolean;
}

/** Where the resources of a system stand, with a lock on all of them by choice. */
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
