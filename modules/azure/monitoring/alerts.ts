import { MonitorMetricAlert } from "@cdktf/provider-azurerm/lib/monitor-metric-alert";
import { MonitorScheduledQueryRulesAlertV2 } from "@cdktf/provider-azurerm/lib/monitor-scheduled-query-rules-alert-v2";
import { Construct } from "constructs";
import type { AlertName, AlertSettings, Severity } from "../../alerts";
import type { Placement } from "../placement";
import { type AlertRule, alertRules } from "./alert-rules";
import type { MonitoringSources } from "./monitoring-sources";

export interface AlertsProps extends Placement {
  /** `forSeconds` is one of 60, 300, 900, 1800, 3600, 21600, 86400: the windows that Azure has for metrics and for logs. */
  readonly alerts: AlertSettings;
  readonly sources: MonitoringSources;
  /** Action groups that get a message when an alert fires and when it is resolved. */
  readonly actionGroupIds: Readonly<Record<Severity, string>>;
}

/** The severities as Azure's numbers. */
export const severities: Readonly<Record<Severity, number>> = { critical: 0, warning: 2 };

const windows = new Map([
  [60, "PT1M"],
  [300, "PT5M"],
  [900, "PT15M"],
  [1800, "PT30M"],
  [3600, "PT1H"],
  [21600, "PT6H"],
  [86400, "P1D"],
]);

/** The alert rules of the shared `alerts` block: one per enabled alert and per measurement of its rule. */
export class Alerts extends Construct {
  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    const { names, resourceGroup, sources, actionGroupIds } = props;
    for (const [alertName, rule] of Object.entries<AlertRule>(alertRules)) {
      const business = alertName === "business" ? sources.business?.alert : undefined;
      const alert = alertName === "business" ? business : props.alerts[alertName as AlertName];
      if (!alert || alert.enabled === false) continue;
      const { meaning, remedy } = business ?? textOf(rule, sources);

      const window = alertWindow(alertName, alert.forSeconds);
      for (const [key, measurement] of Object.entries(rule.measurements(sources))) {
        const part = `${(business?.name ?? alertName).replaceAll("_", "-")}-${key}`;
        const common = {
          name: names.of("azure_alert", part),
          resourceGroupName: resourceGroup.name,
          description: `${meaning} ${remedy}${names.runbook(part)}`,
          severity: severities[alert.severity],
          tags: { ...props.tags },
        };
        const actionGroup = actionGroupIds[alert.severity];
        if ("metric" in measurement) {
          const { metric, limit = (threshold: number) => threshold } = measurement;
          new MonitorMetricAlert(this, part, {
            ...common,
            scopes: [metric.resourceId],
            frequency: "PT1M",
            windowSize: window,
            criteria: [
              {
                metricNamespace: metric.namespace,
                metricName: metric.name,
                aggregation: metric.aggregation,
                dimension: metric.only && [
                  { name: metric.only.dimension, operator: "Include", values: [metric.only.value] },
                ],
                operator: rule.firesWhen,
                threshold: limit(alert.threshold),
              },
            ],
            action: [{ actionGroupId: actionGroup }],
          });
        } else {
          new MonitorScheduledQueryRulesAlertV2(this, part, {
            ...common,
            location: resourceGroup.location,
            scopes: [sources.workspaceId],
            evaluationFrequency: alert.forSeconds < 300 ? "PT1M" : "PT5M",
            windowDuration: window,
            // Without this, Azure refuses a query of a table that has no rows yet.
            skipQueryValidation: true,
            autoMitigationEnabled: true,
            criteria: [
              {
                query: measurement.query,
                metricMeasureColumn: "value",
                timeAggregationMethod: "Maximum", // There is only one row.
                operator: rule.firesWhen,
                threshold: alert.threshold,
              },
            ],
            action: { actionGroups: [actionGroup] },
          });
        }
      }
    }
  }
}

/** The window of an alert, in ISO 8601. @throws when Azure has no such window */
export function alertWindow(alertName: string, forSeconds: number): string {
  const window = windows.get(forSeconds);
  if (!window) {
    const expected = [...windows.keys()].join(", ");
    throw new Error(`alert ${alertName}: expected one of ${expected} seconds, found ${forSeconds}`);
  }
  return window;
}

/** What an alert means and what to do about it, for what the sources have. */
export function textOf({ meaning, remedy }: AlertRule, { database }: Pick<MonitoringSources, "database">) {
  return { meaning, remedy: typeof remedy === "string" ? remedy : remedy((text) => (database ? text : "")) };
}
