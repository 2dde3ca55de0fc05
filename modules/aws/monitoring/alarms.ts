import { Construct } from "constructs";
import type { Names } from "../../names";
import { type AlarmRule, type AlertName, alarmRules } from "./alarms-rules";
import { type Alert, metricAlarm } from "./metric-alarm";
import type { MonitoringSources } from "./monitoring-sources";
import type { Severity } from "./notifications";

/** The shared `alerts` block. */
export type Alerts = Readonly<Record<AlertName, Alert>>;

export interface AlarmsProps {
  readonly names: Names;
  readonly alerts: Alerts;
  readonly sources: MonitoringSources;
  /** Where an alarm reports that it was raised, and that all is well again. */
  readonly topicArns: Readonly<Record<Severity, string>>;
}

/** The CloudWatch alarms of the shared `alerts` block: one for each enabled alert and each thing that it watches. */
export class Alarms extends Construct {
  readonly alarmArns: string[] = [];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    for (const [alertName, rule] of Object.entries<AlarmRule>(alarmRules)) {
      const alert = props.alerts[alertName as AlertName];
      if (alert.enabled === false) continue;

      const text = (of: AlarmRule["meaning"]) => (typeof of === "string" ? of : of(props.sources));
      for (const [key, measurement] of Object.entries(rule.measurements(props.sources))) {
        const part = `${alertName.replaceAll("_", "-")}-${key}`;
        this.alarmArns.push(
          metricAlarm(this, part, {
            ...rule,
            names: props.names,
            part,
            alert,
            measurement,
            periodSeconds: rule.wholeWindow ? alert.forSeconds : 60,
            meaning: text(rule.meaning),
            remedy: text(rule.remedy),
            topicArns: props.topicArns,
          }),
        );
      }
    }
  }
}
