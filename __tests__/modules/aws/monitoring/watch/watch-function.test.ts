import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { watchFunction } from "../../../../../modules/aws/monitoring/watch/watch-function";
import { watchTable } from "../../../../../modules/aws/monitoring/watch/watch-table";
import { alarms, functionAlerts, makeMonitoring, tableAlerts, widgets } from "../monitoring-fixture";

/** What an event-driven system watches: functions and tables on one dashboard. */

const execution = { name: "execution-fn", deadLetterQueueName: "execution-dead" };
const watched = [
  watchFunction("execution", execution, functionAlerts),
  watchTable("cases", { tableName: "cases-table", indexNames: ["GSI1"] }, tableAlerts),
];
const make = () => makeMonitoring(watched);

test("a function has document 000's alarms: 10 errors in each of 2 periods of 5 minutes, 30 s on average in each of 3", () => {
  expect(alarms(make())["execution-errors"]).toMatchObject({
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
  expect(alarms(make())["execution-duration"]).toMatchObject({ threshold: 30_000, evaluation_periods: 3 });
});

test("one dead letter, one throttled call and one throttled read or write are enough", () => {
  const found = alarms(make());
  for (const part of ["execution-throttles", "execution-dead-letters", "cases-throttles"]) {
    expect(found[part]).toMatchObject({ threshold: 0, comparison_operator: "GreaterThanThreshold" });
  }
});

test("what an index refuses is counted by an alarm of its own, because the table's does not see it", () => {
  const { metric_query } = alarms(make())["cases-gsi1-throttles"];
  const dimensions = metric_query.flatMap(
    ({ metric }: { metric?: { dimensions: object } }) => metric?.dimensions ?? [],
  );
  const ofIndex = { TableName: "cases-table", GlobalSecondaryIndexName: "GSI1" };
  expect(dimensions).toEqual([ofIndex, ofIndex]);
});

test("an alarm counts minutes where its time is not whole periods of five, and is left out where it is disabled", () => {
  const quick = makeMonitoring([
    watchFunction("execution", execution, {
      ...functionAlerts,
      errors: { threshold: 1, forSeconds: 60, severity: "warning" },
      duration: { ...functionAlerts.duration, enabled: false },
    }),
  ]);
  expect(quick.all(CloudwatchMetricAlarm)).toHaveLength(3);
  expect(alarms(quick)["execution-errors"]).toMatchObject({
    threshold: 1,
    evaluation_periods: 1,
    metric_query: [{ metric: { period: 60 } }],
    alarm_actions: [expect.stringContaining("warning")],
  });
});

test("each alarm reports to the topic of its severity, when it fires and when it ends", () => {
  for (const { alarm_actions, ok_actions } of make().all(CloudwatchMetricAlarm)) {
    expect(ok_actions).toEqual(alarm_actions);
  }
  expect(alarms(make())["execution-errors"].alarm_actions).toEqual([expect.stringContaining("critical")]);
});

test("the one dashboard begins with the alarms and has a row for each resource, in order", () => {
  const shown = widgets(make(), "");
  expect(shown.map(({ title }) => title)).toEqual([
    "Alarms",
    "execution: calls",
    "execution: duration (ms)",
    "cases: capacity used",
    "cases: latency (ms)",
  ]);
  expect(shown[1]?.metrics[0]).toEqual([
    "AWS/Lambda",
    "Invocations",
    "FunctionName",
    "execution-fn",
    expect.objectContaining({ stat: "Sum" }),
  ]);
});

test("a budget is made where one is given", () => {
  expect(make().all(BudgetsBudget)).toEqual([]);
  const budget = { monthlyUsd: 500, emails: ["o@example.com"], tagFilter: { key: "System", value: "s" } };
  expect(makeMonitoring(watched, { budget }).one(BudgetsBudget)).toMatchObject({ limit_amount: "500" });
});
