import { resources, type StackJson } from "../synthesized";

interface Allowed {
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
}

/** Built-in roles that pipelines get (iann0036/iam-dataset of 2026-08-22, azure/built-in-roles-raw.json), without what each of them has for support. */
const builtIn: Readonly<Record<string, Allowed>> = {
  "App Configuration Data Owner": {
    actions: [],
    dataActions: ["read", "write", "delete", "action"].map(
      (verb) => `Microsoft.AppConfiguration/configurationStores/*/${verb}`,
    ),
  },
  "App Configuration Data Reader": {
    actions: [],
    dataActions: ["Microsoft.AppConfiguration/configurationStores/*/read"],
  },
  Contributor: {
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
    ],
  },
  "DNS Zone Contributor": { actions: ["Microsoft.Network/dnsZones/*"] },
  "Key Vault Certificates Officer": {
    actions: ["Microsoft.KeyVault/vaults/*/read"],
    dataActions: [
      "Microsoft.KeyVault/vaults/certificatecas/*",
      "Microsoft.KeyVault/vaults/certificates/*",
      "Microsoft.KeyVault/vaults/certificatecontacts/write",
    ],
  },
  "Key Vault Reader": {
    actions: ["Microsoft.KeyVault/vaults/*/read"],
    dataActions: ["Microsoft.KeyVault/vaults/*/read", "Microsoft.KeyVault/vaults/secrets/readMetadata/action"],
  },
  "Managed Identity Operator": {
    actions: [
      "Microsoft.ManagedIdentity/userAssignedIdentities/*/read",
      "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action",
      "Microsoft.Resources/deployments/*",
    ],
  },
  Reader: { actions: ["*/read"] },
  "Role Based Access Control Administrator": {
    actions: [
      "Microsoft.Authorization/roleAssignments/write",
      "Microsoft.Authorization/roleAssignments/delete",
      "*/read",
    ],
  },
};

/** One role that an identity has, and where. */
export interface Grant extends Allowed {
  readonly role: string;
  /** Address of the resource that it holds on, or an id that no resource of the stack has. */
  readonly on: string;
  readonly condition?: string;
}

export type PipelineIdentity = "plan" | "release" | "infrastructure";

/** Everything that a stack grants to one identity of pipelines. @throws for a role whose actions are not known */
export function grantsOf(stack: StackJson, identity: PipelineIdentity): Grant[] {
  const principal = `\${azurerm_user_assigned_identity.federation_${identity}_identity_`;
  return resources(stack, "azurerm_role_assignment")
    .filter(({ body }) => String(body["principal_id"]).startsWith(principal))
    .map(({ body }) => {
      const { role, allowed } = roleOf(stack, body);
      return {
        role,
        ...allowed,
        on: addressIn(String(body["scope"])),
        condition: body["condition"] as string | undefined,
      };
    });
}

/** Whether grants on a resource allow an action of the management API; a condition counts as met. */
export function may(grants: readonly Grant[], action: string, on: string): boolean {
  const covers = (patterns: readonly string[] = []) => patterns.some((pattern) => matches(pattern, action));
  return grants.some((grant) => grant.on === on && covers(grant.actions) && !covers(grant.notActions));
}

/** Whether grants allow an action on data, anywhere. */
export function mayOnData(grants: readonly Grant[], action: string): boolean {
  return grants.some(({ dataActions = [] }) => dataActions.some((pattern) => matches(pattern, action)));
}

/** Azure does not look at capital letters. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}

function roleOf(stack: StackJson, body: Record<string, unknown>): { role: string; allowed: Allowed } {
  const name = body["role_definition_name"];
  if (name !== undefined) {
    const allowed = builtIn[String(name)];
    if (!allowed) throw new Error(`${name}: expected its actions in azure-rights.ts`);
    return { role: String(name), allowed };
  }
  const address = addressIn(String(body["role_definition_id"]));
  const custom = resources(stack, "azurerm_role_definition").find((one) => one.address === address);
  const [allowed] = (custom?.body["permissions"] ?? []) as { actions: string[]; not_actions?: string[] }[];
  if (!allowed) throw new Error(`${address}: expected a role of the stack with permissions`);
  return { role: address, allowed: { actions: allowed.actions, notActions: allowed.not_actions } };
}

function addressIn(text: string): string {
  const [, address] = /^\$\{(azurerm_[a-z0-9_]+\.[\w-]+)\.\w+\}$/.exec(text) ?? [];
  return address ?? text;
}
