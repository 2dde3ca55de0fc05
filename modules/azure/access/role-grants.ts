import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Construct } from "constructs";

/** One role on one resource. */
export interface RoleGrant {
  /** A built-in role for one task, such as `AcrPull`. */
  readonly role: string;
  /** Id of the smallest resource that fits: a secret rather than its vault. */
  readonly scope: string;
}

/** Roles by a key, which becomes part of their address and must not change. */
export type Roles = Readonly<Record<string, RoleGrant>>;

/** Roles that allow everything, or that can assign themselves every other role. */
const basicRoles = ["Owner", "Contributor", "User Access Administrator", "Role Based Access Control Administrator"];

/** Assigns roles to an identity. A resource that needs one while it is created, such as to pull its image, depends on them. */
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
      // Entra takes minutes to publish a new identity; a check for it would fail.
      skipServicePrincipalAadCheck: true,
    });
  });
}
