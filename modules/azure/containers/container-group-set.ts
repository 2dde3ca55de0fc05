import { ContainerGroup, type ContainerGroupContainer } from "@cdktf/provider-azurerm/lib/container-group";
import { DataAzurermContainerGroup } from "@cdktf/provider-azurerm/lib/data-azurerm-container-group";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { IdentityAttributes } from "../access/managed-identity";
import { diagnostics } from "../monitoring/diagnostics";
import { type Placement, placed } from "../placement";
import type { RegistryAttributes } from "./service-props";

export interface ContainerGroupSetProps extends Placement {
  /** The part of the groups' names between environment and number. */
  readonly part: string;
  /** How many groups. Nothing adds or removes one but a deployment. */
  readonly count: number;
  /** The groups take turns; without zones Azure chooses. */
  readonly zones: readonly string[];
  readonly subnetId: string;
  readonly identity: IdentityAttributes;
  /** @default - images are public */
  readonly registry?: RegistryAttributes;
  readonly containers: ContainerGroupContainer[];
  readonly workspaceId: string;
  /** What must exist before an image can be pulled. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * Equal container groups with private addresses. Almost every change replaces a group (an image above all), and the new one
 * runs before the old one goes: they have different names, since a name carries a hash of what replaces its group.
 */
export class ContainerGroupSet extends Construct {
  /** By number, from `1`. */
  readonly groupIds: Readonly<Record<string, string>>;
  /** Of the groups, in their order. A restart by the platform may change one; the next plan shows it. */
  readonly privateAddresses: string[];

  constructor(scope: Construct, id: string, props: ContainerGroupSetProps) {
    super(scope, id);
    const { names, part, zones, identity, registry } = props;
    const replaced = {
      osType: "Linux",
      restartPolicy: "Always",
      ipAddressType: "Private",
      subnetIds: [props.subnetId],
      container: props.containers,
      imageRegistryCredential: registry && [
        { server: registry.loginServer, userAssignedIdentityId: identity.identityId },
      ],
    };
    // A local, because Fn.jsonencode leaves the quotes of literals as they are (cdktf 0.21).
    const settings = new TerraformLocal(this, "settings", { ...replaced, location: props.resourceGroup.location });

    const groups = Array.from({ length: props.count }, (_, index) => {
      const number = String(index + 1);
      const zone = zones.length > 0 ? zones[index % zones.length] : "";
      const hash = Fn.sha1(Fn.join(" ", [Fn.jsonencode(settings.expression), zone]));
      const group = new ContainerGroup(this, number, {
        ...placed(props),
        ...replaced,
        // Sensitive values go into the hash, and none comes out of it.
        name: `${names.of("azure_resource", `${part}-${number}`)}-${Fn.substr(Fn.nonsensitive(hash), 0, 8)}`,
        zones: zone ? [zone] : undefined,
        identity: { type: "UserAssigned", identityIds: [identity.identityId] },
        dependsOn: props.dependsOn,
        lifecycle: { createBeforeDestroy: true },
      });
      // Not the group's own `diagnostics`, which would need the workspace's key, in the state too.
      const logged = diagnostics(this, `${number}-diagnostics`, {
        targetResourceId: group.id,
        workspaceId: props.workspaceId,
        categories: ["ContainerInstanceLog", "ContainerEvent"],
      });
      // This setting restarts the group: its address is read, and traffic comes, after that.
      const started = new DataAzurermContainerGroup(this, `${number}-started`, {
        name: group.name,
        resourceGroupName: group.resourceGroupName,
        dependsOn: [logged],
      });
      return { number, groupId: group.id, address: started.ipAddress };
    });

    this.groupIds = Object.fromEntries(groups.map(({ number, groupId }) => [number, groupId]));
    this.privateAddresses = groups.map(({ address }) => address);
  }
}
