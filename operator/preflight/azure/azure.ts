import { type Answer, type Finding, missing, ok } from "../look/finding";
import { groupBy } from "../look/grouped";
import { signedIn } from "../look/signed-in";
import type { StackView } from "../look/stack-view";
import { type AzureCall, azureCall } from "./call";
import { isAutomatic, namespacesOf } from "./namespaces";
import { azureQuotaFindings } from "./quotas";

/** What the deployer must be allowed to do in a subscription: everything, and to give roles; for pipelines, to make roles too. */
const actionsFor = (stacks: readonly StackView[]) => [
  "Microsoft.Resources/subscriptions/resourceGroups/write",
  "Microsoft.Authorization/roleAssignments/write",
  ...(stacks.some((stack) => stack.bodies("azurerm_role_definition").length > 0)
    ? ["Microsoft.Authorization/roleDefinitions/write"]
    : []),
];

/** Whether the Azure subscriptions of stacks are ready: the subscription, registrations, quotas, the deployer's roles, the zones. */
export async function azureFindings(
  stacks: readonly StackView[],
  all: readonly StackView[],
  connect: (tenant: string | undefined) => Promise<AzureCall> = azureCall,
): Promise<Finding[]> {
  const own = stacks.filter((stack) => stack.provider("azurerm"));
  const ofSubscription = groupBy(own, (stack) => String(stack.provider("azurerm")?.["subscription_id"]));
  const found = await Promise.all(
    [...ofSubscription].map(async ([subscription, of]) => {
      const tenant = of[0]?.provider("azurerm")?.["tenant_id"] as string | undefined;
      const azure = signedIn(() => connect(tenant), "az login");
      const about = (check: string, subject: string, users = of) => ({
        check,
        subject,
        stacks: users.map(({ id }) => id),
      });
      const namespaces = [...new Set(of.flatMap(namespacesOf))];
      const quotas = azureQuotaFindings(azure, subscription, of, all);
      const others = await Promise.all([
        azure.identity(about("identity", `subscription ${subscription}`), (call) =>
          subscriptionAnswer(call, subscription),
        ),
        azure.look(about("role", `of the deployer in ${subscription}`), (call) =>
          rightsAnswer(call, subscription, actionsFor(of)),
        ),
        ...namespaces.map((namespace) => {
          const users = of.filter((stack) => namespacesOf(stack).includes(namespace));
          const automatic = users.every((stack) => isAutomatic(stack, namespace));
          return azure.look(about("registration", namespace, users), (call) =>
            registration(call, subscription, namespace, automatic),
          );
        }),
        ...of.flatMap((stack) =>
          zonesOf(stack).map(({ name, group }) =>
            azure.look(about("zone", `${name} in ${group}`, [stack]), (call) =>
              zoneAnswer(call, subscription, name, group),
            ),
          ),
        ),
      ]);
      return [...others, ...(await quotas)];
    }),
  );
  return found.flat();
}

async function subscriptionAnswer(call: AzureCall, subscription: string): Promise<Answer> {
  const answer = await call(`subscriptions/${subscription}`, "2022-12-01");
  const select = `az login; az account set --subscription ${subscription}`;
  if (answer.status === 404) return missing("these credentials see no such subscription", select);
  const { displayName, state } = answer.orThrow().json as { displayName?: string; state?: string };
  return state === "Enabled" ? ok(`${displayName}`) : missing(`expected an enabled subscription, found ${state}`);
}

async function registration(
  call: AzureCall,
  subscription: string,
  namespace: string,
  automatic: boolean,
): Promise<Answer> {
  const { json } = (await call(`subscriptions/${subscription}/providers/${namespace}`, "2021-04-01")).orThrow();
  const state = (json as { registrationState?: string }).registrationState ?? "NotRegistered";
  if (/^Register(ed|ing)$/.test(state)) return ok(state.toLowerCase());
  if (automatic) return ok("not registered: Terraform registers it");
  const command = `az provider register --namespace ${namespace} --subscription ${subscription} --wait`;
  return missing("not registered", command);
}

interface Permission {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
}

/** Each entry is one role: an action is allowed where one role has it and does not except it. */
async function rightsAnswer(call: AzureCall, subscription: string, actions: readonly string[]): Promise<Answer> {
  const path = `subscriptions/${subscription}/providers/Microsoft.Authorization/permissions`;
  const { json } = (await call(path, "2022-04-01")).orThrow();
  const roles = (json as { value?: Permission[] }).value ?? [];
  const has = (action: string) =>
    roles.some(
      ({ actions = [], notActions = [] }) =>
        actions.some((it) => matches(it, action)) && !notActions.some((it) => matches(it, action)),
    );
  const lacks = actions.filter((action) => !has(action));
  if (lacks.length === 0) return ok("may make resources and give roles");
  const grant = `az role assignment create --role Owner --assignee <you> --scope /subscriptions/${subscription}`;
  return missing(`the deployer lacks ${lacks.join(", ")}`, grant);
}

/** Whether an action with wildcards is another one. Azure does not look at capital letters. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}

/** The zones of Azure DNS that a stack writes records to. A record's name is relative to its zone. */
function zonesOf(stack: StackView): { name: string; group: string }[] {
  const records = ["azurerm_dns_a_record", "azurerm_dns_cname_record", "azurerm_dns_txt_record"].flatMap((type) =>
    stack.bodies(type).map(({ zone_name, resource_group_name }) => `${zone_name} ${resource_group_name}`),
  );
  const literal = [...new Set(records)].filter((zone) => !zone.includes("${"));
  return literal.map((zone) => ({ name: zone.split(" ")[0] as string, group: zone.split(" ")[1] as string }));
}

async function zoneAnswer(call: AzureCall, subscription: string, name: string, group: string): Promise<Answer> {
  const zone = `subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/dnsZones/${name}`;
  const answer = await call(zone, "2018-05-01");
  if (answer.status === 404)
    return missing("it does not exist", `az network dns zone create --name ${name} --resource-group ${group}`);
  answer.orThrow();
  return ok("it exists");
}
