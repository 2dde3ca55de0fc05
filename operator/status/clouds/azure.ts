import { type AzureCall, azureCall } from "../../preflight/azure/call";
import { groupBy } from "../../preflight/look/grouped";
import type { StackView } from "../../preflight/look/stack-view";
import { count, due, none, now, ok, type Seen, type StatusFinding, timeText } from "../finding";
import { firstSentence } from "../text-parts";
import { type AskCloud, connection } from "./connection";

/** What can be looked up of stacks on Azure: fired alerts, backup jobs, dead letters, cost. The rest says why not. */
export async function azureFindings(
  stacks: readonly StackView[],
  at = new Date(),
  connect: (tenant: string | undefined) => Promise<AzureCall> = azureCall,
): Promise<StatusFinding[]> {
  const own = stacks.filter((stack) => stack.provider("azurerm"));
  const tenants = groupBy(own, (stack) => String(stack.provider("azurerm")?.["tenant_id"] ?? ""));
  const found = [...tenants].flatMap(([tenant, of]) => {
    const ask = connection(() => connect(tenant || undefined), "az login");
    return of.flatMap((stack) => {
      const place = { ask, stack, group: groupOf(stack) };
      return [alerts(place), backups(place, at), deadLetters(place), cost(place), Promise.resolve(notLooked(stack))];
    });
  });
  return (await Promise.all(found)).flat();
}

interface Place {
  readonly ask: AskCloud<AzureCall>;
  readonly stack: StackView;
  /** The path of the stack's resource group. */
  readonly group: string;
}

function groupOf(stack: StackView): string {
  const name = stack.bodies("azurerm_resource_group")[0]?.["name"];
  return `subscriptions/${stack.provider("azurerm")?.["subscription_id"]}/resourceGroups/${name}`;
}

const alertTypes = ["azurerm_monitor_metric_alert", "azurerm_monitor_scheduled_query_rules_alert_v2"];

interface Fired {
  readonly properties?: { readonly essentials?: { readonly alertRule?: string; readonly startDateTime?: string } };
}

/** Alerts that have fired and are not resolved, of the last 30 days (https://learn.microsoft.com/rest/api/monitor/alertsmanagement/alerts/get-all). */
function alerts({ ask, stack, group }: Place): Promise<StatusFinding[]> {
  const rules = alertTypes.flatMap((type) => stack.bodies(type));
  if (rules.length === 0) return Promise.resolve([]);
  return ask({ topic: "alarms", stacks: [stack.id] }, async (call) => {
    const [subscription, name] = [group.split("/resourceGroups/")[0], group.split("/").at(-1)];
    const query = `monitorCondition=Fired&timeRange=30d&targetResourceGroup=${name}`;
    const path = `${subscription}/providers/Microsoft.AlertsManagement/alerts?${query}`;
    const { value = [] } = (await call(path, "2019-05-05-preview")).orThrow().json as { value?: Fired[] };
    const raised = rules.flatMap((rule): Seen[] => {
      const of = ({ properties }: Fired) => properties?.essentials?.alertRule?.split("/").at(-1) === rule["name"];
      const fired = value.find(of);
      if (!fired) return [];
      const start = fired.properties?.essentials?.startDateTime;
      const detail = `fired${start ? ` since ${timeText(new Date(start))}` : ""}: ${firstSentence(String(rule["description"]))}`;
      const command = `az rest --method get --url 'https://management.azure.com/${path}&api-version=2019-05-05-preview'`;
      const more = { subject: String(rule["name"]), ...(start && { since: new Date(start).toISOString() }) };
      return [Number(rule["severity"]) <= 1 ? now(detail, command, more) : due(detail, command, more)];
    });
    return raised.length > 0 ? raised : ok(`${count(rules.length, "alarm")} quiet`);
  });
}

/** Hours within which a daily backup must have ended. */
const backupHours = 26;

interface Job {
  readonly properties?: {
    readonly status?: string;
    readonly operationCategory?: string;
    readonly dataSourceName?: string;
    readonly endTime?: string;
    readonly startTime?: string;
  };
}

/** The jobs of backup vaults (https://learn.microsoft.com/rest/api/dataprotection/backup-jobs/list). */
async function backups({ ask, stack, group }: Place, at: Date): Promise<StatusFinding[]> {
  const vaults = stack.bodies("azurerm_data_protection_backup_vault").map(({ name }) => String(name));
  const found = vaults.map((vault) =>
    ask({ topic: "backups", stacks: [stack.id], subject: vault }, async (call) => {
      const path = `${group}/providers/Microsoft.DataProtection/backupVaults/${vault}/backupJobs`;
      const answer = await call(path, "2024-04-01");
      if (answer.status === 404) return due("the vault is not there", `npm run plan -- ${stack.id}`);
      const { value = [] } = answer.orThrow().json as { value?: Job[] };
      const young = value.flatMap(({ properties = {} }) => {
        const age = at.getTime() - Date.parse(properties.startTime ?? "");
        return properties.operationCategory === "Backup" && age < backupHours * 3_600_000 ? [properties] : [];
      });
      const list = `az dataprotection job list --resource-group ${group.split("/").at(-1)} --vault-name ${vault}`;
      const [failed] = young.filter(({ status }) => /^(Failed|Cancelled)$/.test(status ?? ""));
      if (failed) return due(`the backup of ${failed.dataSourceName} ended as ${failed.status}`, list);
      const good = young.filter(({ status = "" }) => status.startsWith("Completed"));
      return good.length > 0
        ? ok(`${count(good.length, "backup")} in ${backupHours} hours`)
        : due(`no backup in ${backupHours} hours`, list);
    }),
  );
  return (await Promise.all(found)).flat();
}

/** Dead letters of queues of Service Bus (https://learn.microsoft.com/rest/api/servicebus/controlplane-stable/queues/get). */
async function deadLetters({ ask, stack, group }: Place): Promise<StatusFinding[]> {
  const found = stack.bodies("azurerm_servicebus_queue").map(({ name, namespace_id }) => {
    const namespace = stack.referred(namespace_id)?.body["name"];
    return ask({ topic: "dead letters", stacks: [stack.id], subject: `${namespace}/${name}` }, async (call) => {
      const path = `${group}/providers/Microsoft.ServiceBus/namespaces/${namespace}/queues/${name}`;
      const { json } = (await call(path, "2021-11-01")).orThrow();
      const { properties } = json as { properties?: { countDetails?: { deadLetterMessageCount?: number } } };
      const messages = properties?.countDetails?.deadLetterMessageCount ?? 0;
      const show = `az servicebus queue show --resource-group ${group.split("/").at(-1)} --namespace-name ${namespace} --name ${name} --query countDetails`;
      return messages > 0 ? now(`${count(messages, "message")}, of unknown age`, show) : ok("empty");
    });
  });
  return (await Promise.all(found)).flat();
}

/** Cost against budgets (https://learn.microsoft.com/rest/api/consumption/budgets/get). */
async function cost({ ask, stack, group }: Place): Promise<StatusFinding[]> {
  const found = stack.bodies("azurerm_consumption_budget_resource_group").map(({ name }) =>
    ask({ topic: "cost", stacks: [stack.id], subject: String(name) }, async (call) => {
      const { json } = (await call(`${group}/providers/Microsoft.Consumption/budgets/${name}`, "2023-05-01")).orThrow();
      const { properties: of = {} } = json as {
        properties?: Record<string, { amount?: number; unit?: string } & number>;
      };
      const [limit, actual, forecast] = [of["amount"], of["currentSpend"]?.amount, of["forecastSpend"]?.amount];
      const text = `${actual ?? "unknown"} of ${limit} ${of["currentSpend"]?.unit ?? ""} this month, ${forecast === undefined ? "no forecast yet" : `forecast ${forecast}`}`;
      const most = Math.max(actual ?? 0, forecast ?? 0);
      const show = `az consumption budget show-with-rg --resource-group ${group.split("/").at(-1)} --budget-name ${name}`;
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
