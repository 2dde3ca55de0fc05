import type { Alert, AlertName, AlertSettings } from "../../alerts";
import { capitalized } from "../../business-metrics";
import { type AlertRule, alertRules } from "./alert-rules";
import type { MonitoringSources } from "./monitoring-metrics";

/** A rule as a PrometheusRule has it. */
export interface PrometheusAlert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string };
}

/** The rules of every enabled alert. */
export function prometheusAlerts(sources: MonitoringSources, alerts: AlertSettings): PrometheusAlert[] {
  return Object.entries<AlertRule>(alertRules).flatMap(([name, rule]) => {
    if (name !== "business")
      return alertsOf({ ...rule, remedy: remedyOf(rule, sources) }, alerts[name as AlertName], sources);
    const own = sources.business?.alert;
    if (!own) return [];
    const { name: key, meaning, remedy, ...alert } = own;
    const pascal = key.split("_").map(capitalized).join("");
    return alertsOf({ ...rule, alert: pascal, meaning, remedy }, alert, sources);
  });
}

function alertsOf(
  rule: AlertRule & { readonly remedy: string },
  alert: Alert,
  sources: MonitoringSources,
): PrometheusAlert[] {
  if (alert.enabled === false) return [];
  const window = `${alert.forSeconds}s`;
  return Object.entries(rule.measurements(sources, window)).map(([service, measurement]) => ({
    alert: rule.alert,
    expr: `${measurement} ${rule.firesWhen} ${alert.threshold}`,
    for: rule.wholeWindow ? "0s" : window,
    // Sums lose the label `namespace`, by which Alertmanager may choose the route.
    labels: { severity: alert.severity, namespace: sources.namespace, service },
    annotations: {
      summary: `${rule.meaning} (${service}: {{ $value | humanize }})`,
      description: rule.remedy,
    },
  }));
}

function remedyOf({ remedy }: AlertRule, { hasDatabase = true }: MonitoringSources): string {
  return typeof remedy === "string" ? remedy : remedy((text) => (hasDatabase ? text : ""));
}
