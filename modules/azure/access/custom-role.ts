import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { RoleDefinition } from "@cdktf/provider-azurerm/lib/role-definition";
import { Construct } from "constructs";

export interface CustomRoleProps {
  /** Unique in the tenant. */
  readonly name: string;
  readonly description: string;
  /** Where it holds: a resource group, or `/subscriptions/<id>`. */
  readonly scope: string;
  readonly actions: readonly string[];
  /** What `actions` with a wildcard leaves out. @default - nothing */
  readonly notActions?: readonly string[];
  /** Who has it: object ids of identities, by a key that becomes part of addresses. */
  readonly members: Readonly<Record<string, string>>;
}

/** A role of our own, of exactly the actions that a job needs, where no built-in role has only these, and who has it. */
export class CustomRole extends Construct {
  constructor(scope: Construct, id: string, props: CustomRoleProps) {
    super(scope, id);
    const role = new RoleDefinition(this, "role", {
      name: props.name,
      description: props.description,
      scope: props.scope,
      assignableScopes: [props.scope],
      permissions: [{ actions: [...props.actions], notActions: props.notActions && [...props.notActions] }],
    });
    for (const [key, principalId] of Object.entries(props.members)) {
      new RoleAssignment(this, key, {
        scope: props.scope,
        roleDefinitionId: role.roleDefinitionResourceId,
        principalId,
        skipServicePrincipalAadCheck: true,
      });
    }
  }
}
