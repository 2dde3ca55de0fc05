import type { Alert, AlertName, AlertSettings } from "../../alerts";
import { capitalized } from "../../business-metrics";
import type { Names } from "../../names";
import { type AlertRule, alertRules } from "./alert-rules";
import type { MonitoringSources } from "./monitoring-metrics";

/** A rule as a PrometheusRule has it. */
export interface PrometheusAlert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    /** Alertmanager and Grafana show it as a link. */
    readonly runbook_url?: string;
  };
}

/** The rules of every enabled alert. */
export function prometheusAlerts(names: Names, sources: MonitoringSources, alerts: AlertSettings): PrometheusAlert[] {
  return Object.entries<AlertRule>(alertRules).flatMap(([name, rule]) => {
    const of = { name, alert: alerts[name as AlertName], names, sources };
    if (name !== "business") return alertsOf({ ...rule, remedy: remedyOf(rule, sources) }, of);
    const own = sources.business?.alert;
    if (!own) return [];
    const { name: key, meaning, remedy, ...alert } = own;
    const pascal = key.split("_").map(capitalized).join("");
    return alertsOf({ ...rule, alert: pascal, meaning, remedy }, { ...of, name: key, alert });
  });
}

interface RuleOf {
  /** With underscores, such as `error_rate`. */
  readonly name: string;
  readonly alert: Alert;
  readonly names: Names;
  readonly sources: MonitoringSources;
}

function alertsOf(
  rule: AlertRule & { readonly remedy: string },
  { name, alert, names, sources }: RuleOf,
): PrometheusAlert[] {
  if (alert.enabled === false) return [];
  const window = `${alert.forSeconds}s`;
  return Object.entries(rule.measurements(sources, window)).map(([service, measurement]) => {
    const part = `${name.replaceAll("_", "-")}-${service}`;
    const url = names.runbookUrl(part);
    return {
      alert: rule.alert,
      expr: `${measurement} ${rule.firesWhen} ${alert.threshold}`,
      for: rule.wholeWindow ? "0s" : window,
      // Sums lose the label `namespace`, by which Alertmanager may choose the route.
      labels: { severity: alert.severity, namespace: sources.namespace, service },
      annotations: {
        summary: `${rule.meaning} (${service}: {{ $value | humanize }})`,
        description: url ? rule.remedy : `${rule.remedy}${names.runbook(part)}`,
        ...(url && { runbook_url: url }),
      },
    };
  });
}

function remedyOf({ remedy }: AlertRule, { hasDatabase = true }: MonitoringSources): string {
  return typeof remedy === "string" ? remedy : remedy((text) => (hasDatabase ? text : ""));
}
