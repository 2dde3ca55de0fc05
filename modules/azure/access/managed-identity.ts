import type { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { Construct } from "constructs";
import { type Placement, placed } from "../placement";
import { grantRoles, type Roles } from "./role-grants";

/** What a consumer needs of an identity. */
export interface IdentityAttributes {
  /** What a resource takes that acts in its name. */
  readonly identityId: string;
  readonly identityName: string;
  /** What an application names when it asks for a token (AZURE_CLIENT_ID). */
  readonly clientId: string;
  /** What roles, databases and caches know it by. */
  readonly principalId: string;
}

export interface ManagedIdentityProps extends Placement {
  /** What uses it, e.g. `api`. */
  readonly name: string;
  /** What it may do; whoever is given the identity adds what it needs. @default - nothing */
  readonly roles?: Roles;
}

/** A user-assigned identity: it signs in to Azure's services without a secret. */
export class ManagedIdentity extends Construct implements IdentityAttributes {
  readonly identityId: string;
  readonly identityName: string;
  readonly clientId: string;
  readonly principalId: string;
  /** For what needs a role from its first moment. */
  readonly roleAssignments: RoleAssignment[];

  constructor(scope: Construct, id: string, props: ManagedIdentityProps) {
    super(scope, id);
    const identity = new UserAssignedIdentity(this, "identity", {
      ...placed(props),
      name: props.names.of("azure_resource", props.name),
    });
    this.roleAssignments = grantRoles(this, identity.principalId, props.roles ?? {});
    this.identityId = identity.id;
    this.identityName = identity.name;
    this.clientId = identity.clientId;
    this.principalId = identity.principalId;
  }
}
