import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { Construct } from "constructs";
import type { AlertName, AlertSettings, Severity } from "../../alerts";
import type { Names } from "../../names";
import { type AlertRule, alertRules } from "./alert-rules";
import { orZero } from "./monitoring-metrics";
import type { MetricSources } from "./monitoring-sources";

export interface AlertsProps {
  readonly names: Names;
  /** A `forSeconds` below 300 counts as 300, because Google's metrics arrive up to four minutes late. */
  readonly alerts: AlertSettings;
  readonly sources: MetricSources;
  /** Notification channels by severity. They get a message when an alert fires and when it is resolved. */
  readonly channels: Readonly<Record<Severity, string[]>>;
  /** Labels of the policies. The provider's default labels do not reach them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The alert policies of the shared `alerts` block: one per enabled alert and per measurement of its rule. */
export class Alerts extends Construct {
  /** Resource names of the policies, `projects/…/alertPolicies/…`. */
  readonly policyNames: string[] = [];

  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    for (const [alertName, rule] of Object.entries<AlertRule>(alertRules)) {
      const business = alertName === "business" ? props.sources.business?.alert : undefined;
      const alert = alertName === "business" ? business : props.alerts[alertName as AlertName];
      if (!alert || alert.enabled === false) continue;
      const { meaning, remedy } = business ?? textOf(rule, props.sources);

      const window = `${Math.max(alert.forSeconds, 300)}s`;
      for (const [key, measurement] of Object.entries(rule.measurements(props.sources, window))) {
        const part = `${(business?.name ?? alertName).replaceAll("_", "-")}-${key}`;
        const value = rule.missingData === "breaching" ? orZero(measurement) : `(${measurement})`;
        const policy = new MonitoringAlertPolicy(this, part, {
          displayName: props.names.of("gcp_alert", part),
          combiner: "OR",
          severity: alert.severity.toUpperCase(),
          conditions: [
            {
              displayName: meaning,
              conditionPrometheusQueryLanguage: {
                query: `${value} ${rule.firesWhen} ${alert.threshold}`,
                duration: "0s",
                evaluationInterval: "60s",
                // A metric exists only after its first value, and this policy is made before that.
                disableMetricValidation: true,
              },
            },
          ],
          documentation: { content: `${meaning} ${remedy}${props.names.runbook(part)}`, mimeType: "text/markdown" },
          notificationChannels: props.channels[alert.severity],
          alertStrategy: { autoClose: "1800s", notificationPrompts: ["OPENED", "CLOSED"] },
          userLabels: props.labels,
        });
        this.policyNames.push(policy.name);
      }
    }
  }
}

function textOf({ meaning, remedy }: AlertRule, { database }: MetricSources) {
  return { meaning, remedy: typeof remedy === "string" ? remedy : remedy((text) => (database ? text : "")) };
}
