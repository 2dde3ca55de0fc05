import { count, ok, type Seen, type StatusFinding } from "../finding";
import { raisedSeen } from "../raised";
import type { AzurePlace } from "./azure-place";

const alertTypes = ["azurerm_monitor_metric_alert", "azurerm_monitor_scheduled_query_rules_alert_v2"];

interface Fired {
  readonly properties?: { readonly essentials?: { readonly alertRule?: string; readonly startDateTime?: string } };
}

/** Alerts that have fired and are not resolved, of the last 30 days (https://learn.microsoft.com/rest/api/monitor/alertsmanagement/alerts/get-all). */
export function alerts({ ask, stack, group, groupName }: AzurePlace): Promise<StatusFinding[]> {
  const rules = alertTypes.flatMap((type) => stack.bodies(type));
  if (rules.length === 0) return Promise.resolve([]);
  return ask({ topic: "alarms", stacks: [stack.id] }, async (call) => {
    const [subscription] = group.split("/resourceGroups/");
    const query = `monitorCondition=Fired&timeRange=30d&targetResourceGroup=${groupName}`;
    const path = `${subscription}/providers/Microsoft.AlertsManagement/alerts?${query}`;
    const { value = [] } = (await call(path, "2019-05-05-preview")).orThrow().json as { value?: Fired[] };
    const raised = rules.flatMap((rule): Seen[] => {
      const of = ({ properties }: Fired) => properties?.essentials?.alertRule?.split("/").at(-1) === rule["name"];
      const fired = value.find(of);
      if (!fired) return [];
      const start = fired.properties?.essentials?.startDateTime;
      const since = start ? new Date(start) : undefined;
      const text = String(rule["description"] ?? "");
      const command = `az rest --method get --url 'https://management.azure.com/${path}&api-version=2019-05-05-preview'`;
      const critical = Number(rule["severity"]) <= 1;
      return [raisedSeen({ name: String(rule["name"]), word: "fired", since, text, critical, command })];
    });
    return raised.length > 0 ? raised : ok(`${count(rules.length, "alarm")} quiet`);
  });
}
