import { ContainerGroup, type ContainerGroupContainer } from "@cdktf/provider-azurerm/lib/container-group";
import { DataAzurermContainerGroup } from "@cdktf/provider-azurerm/lib/data-azurerm-container-group";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { IdentityAttributes } from "../access/managed-identity";
import { diagnostics } from "../monitoring/diagnostics";
import { type Placement, placed } from "../placement";
import type { RegistryAttributes } from "./service-props";

export interface ContainerGroupSetProps extends Placement {
  /** Part of the groups' names between environment and number, such as `api-blue`. */
  readonly part: string;
  /** Number of groups; they do not scale by themselves. */
  readonly count: number;
  /** Zones that the groups are spread over in turn. If empty, Azure chooses. */
  readonly zones: readonly string[];
  readonly subnetId: string;
  readonly identity: IdentityAttributes;
  /** @default - images are public */
  readonly registry?: RegistryAttributes;
  readonly containers: ContainerGroupContainer[];
  /** Log Analytics workspace that gets the containers' output. */
  readonly workspaceId: string;
  /** Roles that are needed to pull the image. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * Identical container groups with private addresses. Almost every change replaces a group, such as a new image. The new group runs
 * before the old one is deleted, which needs different names, so a name contains a hash of everything that replaces its group.
 */
export class ContainerGroupSet extends Construct {
  /** Ids by number, from `1`. */
  readonly groupIds: Readonly<Record<string, string>>;
  /** Addresses of the groups, in their order. A restart by the platform may change one, which the next plan shows. */
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
    // A local, because Fn.jsonencode does not escape quotes in literals (cdktf 0.21).
    const settings = new TerraformLocal(this, "settings", { ...replaced, location: props.resourceGroup.location });

    const groups = Array.from({ length: props.count }, (_, index) => {
      const number = String(index + 1);
      const zone = zones.length > 0 ? zones[index % zones.length] : "";
      const hash = Fn.sha1(Fn.join(" ", [Fn.jsonencode(settings.expression), zone]));
      const group = new ContainerGroup(this, number, {
        ...placed(props),
        ...replaced,
        // The hash contains sensitive values but does not reveal them.
        name: `${names.of("azure_container_group", `${part}-${number}`)}-${Fn.substr(Fn.nonsensitive(hash), 0, 8)}`,
        zones: zone ? [zone] : undefined,
        identity: { type: "UserAssigned", identityIds: [identity.identityId] },
        dependsOn: props.dependsOn,
        lifecycle: { createBeforeDestroy: true },
      });
      // Not the group's own `diagnostics`, which needs the workspace's key and stores it in the state.
      const logged = diagnostics(this, `${number}-diagnostics`, {
        targetResourceId: group.id,
        workspaceId: props.workspaceId,
        categories: ["ContainerInstanceLog", "ContainerEvent"],
      });
      // The diagnostic setting restarts the group, which may change its address, so the address is read afterwards.
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
