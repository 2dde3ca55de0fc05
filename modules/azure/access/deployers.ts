import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Construct } from "constructs";

/** Who runs Terraform, as the modules take them. */
export interface DeployersAttributes {
  /** Object ids in Entra ID, by a key that becomes part of addresses. */
  readonly objectIds: Readonly<Record<string, string>>;
  /** Whether no one was named: the one who runs Terraform first is meant, and stays it. */
  readonly isWhoeverIsFirst: boolean;
}

export interface DeployersProps {
  /** Object ids of groups, people or applications in Entra ID, by key. @default - the identity that runs Terraform first */
  readonly objectIds?: Readonly<Record<string, string>>;
}

/** Who puts into the stores of a stack what Terraform cannot know or writes through the stores themselves: certificates, secrets, flags. */
export class Deployers extends Construct implements DeployersAttributes {
  readonly objectIds: Readonly<Record<string, string>>;
  readonly isWhoeverIsFirst: boolean;

  constructor(scope: Construct, id: string, { objectIds = {} }: DeployersProps = {}) {
    super(scope, id);
    this.isWhoeverIsFirst = Object.keys(objectIds).length === 0;
    this.objectIds = this.isWhoeverIsFirst
      ? { first: new DataAzurermClientConfig(this, "current").objectId }
      : objectIds;
  }
}

/** Gives a role on one resource to each deployer. What Terraform writes with the role depends on these. */
export function grantToDeployers(
  scope: Construct,
  id: string,
  { objectIds, isWhoeverIsFirst }: DeployersAttributes,
  grant: { readonly role: string; readonly scope: string },
): RoleAssignment[] {
  return Object.entries(objectIds).map(
    ([key, principalId]) =>
      new RoleAssignment(scope, `${id}-${key}`, {
        scope: grant.scope,
        roleDefinitionName: grant.role,
        principalId,
        // The next one who runs Terraform would replace the first, in every plan.
        lifecycle: isWhoeverIsFirst ? { ignoreChanges: ["principal_id"] } : undefined,
      }),
  );
}
