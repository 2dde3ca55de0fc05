import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Monitoring, type MonitoringProps } from "../../../../modules/aws/monitoring/monitoring";
import { buildAlarms } from "../../../../settings/schema/aws-codebuild/alarms";
import { serverlessAlarms } from "../../../../settings/schema/aws-serverless/alarms";
import { websocketAlarms } from "../../../../settings/schema/aws-websocket/alarms";
import { alertsOf } from "../../../../stacks/shared-settings";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const builds = alertsOf(buildAlarms.parse({}));
const serverless = alertsOf(serverlessAlarms.parse({}));
const websocket = alertsOf(websocketAlarms.parse({}));

/** The alerts of document 004. */
export const buildAlerts = {
  failures: builds.build_failures,
  failureRate: builds.build_failure_rate,
  failureRateWarning: builds.build_failure_rate_warning,
  duration: builds.build_duration,
};
export const resultAlerts = {
  coverage: builds.coverage,
  secretDenials: builds.secret_access_denied,
  pollerFailures: builds.poller_failures,
  itemsGivenUp: builds.items_given_up,
};
export const workAlerts = { errorRate: builds.function_error_rate, minutes: builds.function_work };

/** The alerts of document 000. */
export const functionAlerts = {
  errors: serverless.function_errors,
  duration: serverless.function_duration,
  throttles: serverless.function_throttles,
  deadLetters: serverless.dead_letters,
};
export const tableAlerts = { throttles: serverless.table_throttles };
export const restApiAlerts = {
  serverErrors: serverless.api_server_errors,
  clientErrors: serverless.api_client_errors,
  latencyP95: serverless.api_latency_p95,
};

/** The alerts of document 001. */
export const webSocketApiAlerts = {
  serverErrors: websocket.api_server_errors,
  clientErrors: websocket.api_client_errors,
  latencyP95: websocket.api_latency_p95,
};

/** A stack that watches what is given. */
export function makeMonitoring(watched: MonitoringProps["watched"], props: Partial<MonitoringProps> = {}): Synthesized {
  return synthesized((scope) => {
    new Monitoring(scope, "monitoring", {
      names,
      keyArn: "arn:key",
      emails: { critical: ["on-call@example.com"], warning: ["team@example.com"] },
      watched,
      ...props,
    });
  });
}

const part = (name: string) => name.replace(/^test-execution-prod-?/, "");

/** Every alarm by the last part of its name, such as `cpu-database`. */
export function alarms(stack: Synthesized) {
  return Object.fromEntries(stack.all(CloudwatchMetricAlarm).map((alarm) => [part(alarm.alarm_name), alarm]));
}

export interface ShownWidget {
  readonly title: string;
  /** Its lines, or the alarms whose state it shows. */
  readonly metrics: readonly (readonly unknown[])[];
  readonly alarms?: readonly string[];
  readonly annotations?: unknown;
}

/** The widgets of a dashboard by its name; the overview's is empty. */
export function widgets(stack: Synthesized, name: string): ShownWidget[] {
  const found = stack.all(CloudwatchDashboard).find((dashboard) => part(dashboard.dashboard_name) === name);
  return JSON.parse(found.dashboard_body).widgets.map(({ properties }: { properties: ShownWidget }) => properties);
}

export function dashboardNames(stack: Synthesized): string[] {
  return stack.all(CloudwatchDashboard).map((dashboard) => part(dashboard.dashboard_name));
}

/** What the visible lines of each graph are called, by its title. */
export function graphs(shown: readonly ShownWidget[]): Record<string, string[]> {
  const label = (row: readonly unknown[]) => row.at(-1) as { label?: string; visible?: boolean };
  return Object.fromEntries(
    shown.map(({ title, metrics = [] }) => [title, metrics.map(label).flatMap(({ label: text }) => text ?? [])]),
  );
}
