import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Construct } from "constructs";

/** One role on one resource. */
export interface RoleGrant {
  /** A built-in role that does one thing, e.g. `AcrPull`. */
  readonly role: string;
  /** Id of the resource, as far inside as Azure goes: a secret rather than its vault. */
  readonly scope: string;
}

/** By a name of your own, which becomes part of an address and never changes. */
export type Roles = Readonly<Record<string, RoleGrant>>;

/** Roles that can do everything, or give themselves what they cannot do yet. */
const basicRoles = ["Owner", "Contributor", "User Access Administrator", "Role Based Access Control Administrator"];

/** Gives single roles to an identity. What needs one from its first moment, e.g. to pull its image, waits for all of them. */
export function grantRoles(scope: Construct, principalId: string, roles: Roles): RoleAssignment[] {
  const granted = new Construct(scope, "roles");
  return Object.entries(roles).map(([key, grant]) => {
    if (basicRoles.includes(grant.role)) {
      throw new Error(`role "${key}": expected a role that does one thing, found "${grant.role}"`);
    }
    return new RoleAssignment(granted, key, {
      scope: grant.scope,
      roleDefinitionName: grant.role,
      principalId,
      // Entra takes minutes to show a new identity everywhere; looking for it first would fail.
      skipServicePrincipalAadCheck: true,
    });
  });
}
