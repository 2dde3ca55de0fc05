import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Testing } from "cdktf";
import { EventMonitoring, type EventMonitoringProps } from "../../../../modules/aws/monitoring/event-monitoring";
import { watchFunction } from "../../../../modules/aws/monitoring/watch-function";
import { watchTable } from "../../../../modules/aws/monitoring/watch-table";
import { names } from "../fixtures";

const execution = { name: "execution-fn", deadLetterQueueName: "execution-dead" };
const synth = (props: Partial<EventMonitoringProps> = {}) =>
  Testing.synthScope((scope) => {
    new EventMonitoring(scope, "monitoring", {
      names,
      keyArn: "arn:key",
      emails: { critical: ["pager@example.com"], warning: [] },
      watched: [watchFunction("execution", execution), watchTable("cases", { tableName: "cases-table" })],
      ...props,
    });
  });

const alarms = (text: string) =>
  Object.values<Record<string, unknown>>(JSON.parse(text).resource.aws_cloudwatch_metric_alarm);
const widgets = (text: string) => {
  const [dashboard] = Object.values<{ dashboard_body: string }>(JSON.parse(text).resource.aws_cloudwatch_dashboard);
  return JSON.parse(dashboard?.dashboard_body ?? "{}").widgets as {
    properties: { title: string; metrics: unknown[] };
  }[];
};

test("a function is alerted on as document 000 says: 10 errors in each of 2 periods of 5 minutes, 30 s on average in each of 3", () => {
  expect(synth()).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
    alarm_name: "test-execution-prod-execution-errors",
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 10,
    evaluation_periods: 2,
    treat_missing_data: "notBreaching",
    metric_query: [
      {
        id: "errors",
        return_data: true,
        metric: {
          namespace: "AWS/Lambda",
          metric_name: "Errors",
          dimensions: { FunctionName: "execution-fn" },
          stat: "Sum",
          period: 300,
        },
      },
    ],
  });
  expect(synth()).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
    alarm_name: "test-execution-prod-execution-duration",
    threshold: 30_000,
    evaluation_periods: 3,
  });
});

test("one dead letter, one throttled call and one throttled read or write are enough", () => {
  expect(alarms(synth()).map(({ alarm_name, threshold }) => [alarm_name, threshold])).toEqual(
    expect.arrayContaining([
      ["test-execution-prod-execution-throttles", 0],
      ["test-execution-prod-execution-dead-letters", 0],
      ["test-execution-prod-cases-throttles", 0],
    ]),
  );
});

test("an alert of the settings replaces a default, counts minutes where it is not whole periods, and can be left out", () => {
  const quick = synth({
    watched: [
      watchFunction("execution", execution, {
        errors: { threshold: 1, forSeconds: 60, severity: "warning" },
        duration: { threshold: 1, forSeconds: 300, severity: "warning", enabled: false },
      }),
    ],
  });
  expect(alarms(quick)).toHaveLength(3);
  expect(quick).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
    alarm_name: "test-execution-prod-execution-errors",
    threshold: 1,
    evaluation_periods: 1,
    metric_query: [expect.objectContaining({ metric: expect.objectContaining({ period: 60 }) })],
    alarm_actions: [expect.stringContaining("warning")],
  });
});

test("each alarm reports to the topic of its severity, that all is well again too", () => {
  for (const { alarm_actions, ok_actions } of alarms(synth())) expect(ok_actions).toEqual(alarm_actions);
  expect(synth()).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
    alarm_name: "test-execution-prod-execution-errors",
    alarm_actions: [expect.stringContaining("critical")],
  });
});

test("the dashboard begins with the alarms and has a row for each resource, in order", () => {
  expect(widgets(synth()).map(({ properties }) => properties.title)).toEqual([
    "Alarms",
    "execution: calls",
    "execution: duration (ms)",
    "cases: capacity used",
    "cases: latency (ms)",
  ]);
  expect(JSON.stringify(widgets(synth())[1]?.properties.metrics)).toContain(
    '["AWS/Lambda","Invocations","FunctionName"',
  );
});

test("a budget is made where one is given", () => {
  expect(synth()).not.toHaveResource(BudgetsBudget);
  const budget = { monthlyUsd: 500, emails: ["o@example.com"], tagFilter: { key: "System", value: "s" } };
  expect(synth({ budget })).toHaveResourceWithProperties(BudgetsBudget, { limit_amount: "500" });
});
