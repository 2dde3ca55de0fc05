import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { type AlarmRule, type AlertName, alarmRules } from "./alarms-rules";
import { orZero } from "./monitoring-metrics";
import type { MetricSources } from "./monitoring-sources";
import type { Severity } from "./notifications";

/** When one alert is raised. */
export interface Alert {
  /** In the unit of the alert: percent, milliseconds or a count. */
  readonly threshold: number;
  /** What it is measured over. Google's metrics come up to four minutes late, so that less than 300 counts as 300. */
  readonly forSeconds: number;
  readonly severity: Severity;
  /** @default true */
  readonly enabled?: boolean;
}

/** The shared `alerts` block. */
export type Alerts = Readonly<Record<AlertName, Alert>>;

export interface AlarmsProps {
  readonly names: Names;
  readonly alerts: Alerts;
  readonly sources: MetricSources;
  /** Where an alert is reported when it is raised, and when all is well again. */
  readonly channels: Readonly<Record<string, string[]>>;
  /** Labels of the policies, which take none from the provider's defaults. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The alert policies of the shared `alerts` block: one for each enabled alert and each thing that it watches. */
export class Alarms extends Construct {
  readonly policyNames: string[] = [];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    for (const [alertName, rule] of Object.entries<AlarmRule>(alarmRules)) {
      const alert = props.alerts[alertName as AlertName];
      if (alert.enabled === false) continue;

      const window = `${Math.max(alert.forSeconds, 300)}s`;
      for (const [key, measurement] of Object.entries(rule.measurements(props.sources, window))) {
        const part = `${alertName.replaceAll("_", "-")}-${key}`;
        const value = rule.missingData === "breaching" ? orZero(measurement) : `(${measurement})`;
        const policy = new MonitoringAlertPolicy(this, part, {
          displayName: props.names.of("alarm", part),
          combiner: "OR",
          severity: alert.severity.toUpperCase(),
          conditions: [
            {
              displayName: rule.meaning,
              conditionPrometheusQueryLanguage: {
                query: `${value} ${rule.alarmsWhen} ${alert.threshold}`,
                duration: "0s",
                evaluationInterval: "60s",
                // A metric exists once something was written to it, which is after this policy.
                disableMetricValidation: true,
              },
            },
          ],
          documentation: { content: `${rule.meaning} ${rule.remedy}`, mimeType: "text/markdown" },
          notificationChannels: props.channels[alert.severity],
          alertStrategy: { autoClose: "1800s", notificationPrompts: ["OPENED", "CLOSED"] },
          userLabels: props.labels,
        });
        this.policyNames.push(policy.name);
      }
    }
  }
}
