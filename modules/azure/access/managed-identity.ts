import type { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { Construct } from "constructs";
import { type Placement, placed } from "../placement";
import { grantRoles, type Roles } from "./role-grants";

/** An identity, as the modules that use one take it. */
export interface IdentityAttributes {
  /** Resource id, for the `identity` block of a resource. */
  readonly identityId: string;
  readonly identityName: string;
  /** Client id, with which an application requests a token (AZURE_CLIENT_ID). */
  readonly clientId: string;
  /** Object id, for role assignments, databases and caches. */
  readonly principalId: string;
}

export interface ManagedIdentityProps extends Placement {
  /** The service or resource that uses it, such as `api`. */
  readonly name: string;
  /** Its first roles. A module that takes the identity adds the roles that it needs. @default - none */
  readonly roles?: Roles;
}

/** A user-assigned identity, with which a resource signs in to Azure's services without a secret. */
export class ManagedIdentity extends Construct implements IdentityAttributes {
  readonly identityId: string;
  readonly identityName: string;
  readonly clientId: string;
  readonly principalId: string;
  /** A resource that needs the roles while it is created depends on these. */
  readonly roleAssignments: RoleAssignment[];

  constructor(scope: Construct, id: string, props: ManagedIdentityProps) {
    super(scope, id);
    const identity = new UserAssignedIdentity(this, "identity", {
      ...placed(props),
      name: props.names.of("azure_identity", props.name),
    });
    this.roleAssignments = grantRoles(this, identity.principalId, props.roles ?? {});
    this.identityId = identity.id;
    this.identityName = identity.name;
    this.clientId = identity.clientId;
    this.principalId = identity.principalId;
  }
}
