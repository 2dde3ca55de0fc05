import { type AzureCall, azureCall } from "../../preflight/azure/call";
import type { StackView } from "../../preflight/look/stack-view";
import { costText } from "../cost-text";
import { count, due, none, now, ok, type StatusFinding } from "../finding";
import { alerts } from "./azure-alerts";
import { backups } from "./azure-backups";
import { type AzurePlace, azurePlace } from "./azure-place";
import { type CloudLook, connection } from "./connection";

/**
 * What can be looked up of stacks on Azure: fired alerts, backup jobs, dead letters, cost. The rest says why not. Signs in at once, and looks
 * once it is known which of the stacks are deployed.
 */
export function azureLook(
  stacks: readonly StackView[],
  connect: (tenant: string | undefined) => Promise<AzureCall> = azureCall,
): CloudLook {
  const tenantOf = (stack: StackView) => String(stack.provider("azurerm")?.["tenant_id"] ?? "");
  const isOwn = (stack: StackView) => stack.provider("azurerm") !== undefined;
  const tenants = [...new Set(stacks.filter(isOwn).map(tenantOf))];
  const asks = tenants.map((tenant) => ({
    tenant,
    ask: connection(() => connect(tenant || undefined), "az login"),
  }));
  return async (deployed, at) => {
    const found = asks.flatMap(({ tenant, ask }) =>
      deployed
        .filter((stack) => isOwn(stack) && tenantOf(stack) === tenant)
        .flatMap((stack) => {
          const place = azurePlace(ask, stack);
          return [
            alerts(place),
            backups(place, at),
            deadLetters(place),
            cost(place),
            Promise.resolve(notLooked(stack)),
          ];
        }),
    );
    return (await Promise.all(found)).flat();
  };
}

/** Dead letters of queues of Service Bus (https://learn.microsoft.com/rest/api/servicebus/controlplane-stable/queues/get). */
export async function deadLetters({ ask, stack, group, groupName }: AzurePlace): Promise<StatusFinding[]> {
  const found = stack.bodies("azurerm_servicebus_queue").map(({ name, namespace_id }) => {
    const namespace = stack.referred(namespace_id)?.body["name"];
    return ask({ topic: "dead letters", stacks: [stack.id], subject: `${namespace}/${name}` }, async (call) => {
      const path = `${group}/providers/Microsoft.ServiceBus/namespaces/${namespace}/queues/${name}`;
      const answer = await call(path, "2021-11-01");
      const list = `az servicebus queue list --resource-group ${groupName} --namespace-name ${namespace}`;
      if (answer.status === 404) return now("the queue is not there: what fails is lost", list);
      const { properties } = answer.orThrow().json as {
        properties?: { countDetails?: { deadLetterMessageCount?: number } };
      };
      const messages = properties?.countDetails?.deadLetterMessageCount ?? 0;
      const show = `az servicebus queue show --resource-group ${groupName} --namespace-name ${namespace} --name ${name} --query countDetails`;
      return messages > 0 ? now(`${count(messages, "message")}, of unknown age`, show) : ok("empty");
    });
  });
  return (await Promise.all(found)).flat();
}

/** Cost against budgets (https://learn.microsoft.com/rest/api/consumption/budgets/get). */
export async function cost({ ask, stack, group, groupName }: AzurePlace): Promise<StatusFinding[]> {
  const found = stack.bodies("azurerm_consumption_budget_resource_group").map(({ name }) =>
    ask({ topic: "cost", stacks: [stack.id], subject: String(name) }, async (call) => {
      const answer = await call(`${group}/providers/Microsoft.Consumption/budgets/${name}`, "2023-05-01");
      if (answer.status === 404) return due("the budget is not there", `npm run plan -- ${stack.id}`);
      const { properties: of = {} } = answer.orThrow().json as {
        properties?: Record<string, { amount?: number; unit?: string } & number>;
      };
      const [limit, actual, forecast] = [of["amount"], of["currentSpend"]?.amount, of["forecastSpend"]?.amount];
      const unit = of["currentSpend"]?.unit;
      const text = costText({ limit, actual, forecast, ...(unit && { unit }) });
      const most = Math.max(actual ?? 0, forecast ?? 0);
      const show = `az consumption budget show-with-rg --resource-group ${groupName} --budget-name ${name}`;
      return most > Number(limit ?? Number.POSITIVE_INFINITY) ? due(`${text}: over the budget`, show) : ok(text);
    }),
  );
  return (await Promise.all(found)).flat();
}

/** What Azure's management API does not show. */
function notLooked(stack: StackView): StatusFinding[] {
  const why =
    "values of a Key Vault are not shown by Azure's management API: az keyvault certificate list, az keyvault secret list";
  if (stack.bodies("azurerm_key_vault").length === 0) return [];
  return (["certificates", "secrets"] as const).map((topic) => ({
    topic,
    stacks: [stack.id],
    subject: "",
    ...none(why),
  }));
}
