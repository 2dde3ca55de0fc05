import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { XraySamplingRule } from "@cdktf/provider-aws/lib/xray-sampling-rule";
import { Token } from "cdktf";
import type { MonitoringProps } from "../../../../modules/aws/monitoring/monitoring";
import { watchApplicationMetrics } from "../../../../modules/aws/monitoring/watch/watch-application-metrics";
import { watchCache } from "../../../../modules/aws/monitoring/watch/watch-cache";
import { watchDatabase } from "../../../../modules/aws/monitoring/watch/watch-database";
import { watchLoadBalancer } from "../../../../modules/aws/monitoring/watch/watch-load-balancer";
import { watchQueues } from "../../../../modules/aws/monitoring/watch/watch-queues";
import { watchService } from "../../../../modules/aws/monitoring/watch/watch-service";
import { Names } from "../../../../modules/names";
import { alerts } from "../../alerts-fixture";
import { business, failedTests } from "../../business-fixture";
import { alarms, dashboardNames, graphs, makeMonitoring, widgets } from "./monitoring-fixture";

/** What the stack `aws` watches: services on ECS, their load balancer, an RDS instance, and the application's own metrics. */

const published = { namespace: "test-execution", application: "test-execution-prod" };
const loadBalancer = { arnSuffix: "app/lb/1" };
const database = { identifier: "main", storageGib: 200, logGroupName: "/aws/rds/instance/main/postgresql" };
const service = (serviceName: string, arnSuffix?: string) => ({
  clusterName: "cluster",
  serviceName,
  targetGroup: arnSuffix === undefined ? undefined : { arnSuffix, loadBalancer: loadBalancer.arnSuffix },
});
const application = (settings = alerts, counted = business) => [
  watchLoadBalancer(loadBalancer, settings),
  watchService("blue", service("api", "targetgroup/blue/1"), settings),
  watchService("green", service("api-green", "targetgroup/green/2"), settings),
  watchService("worker", service("worker"), settings),
  watchDatabase(database, "test-execution", settings),
  watchApplicationMetrics(published, counted),
];
const make = (more: MonitoringProps["watched"] = [], props: Partial<MonitoringProps> = {}) =>
  makeMonitoring([...application(), ...more], props);

test("an alert becomes one alarm for each thing that it watches", () => {
  expect(Object.keys(alarms(make())).sort()).toEqual([
    "api-down-blue",
    "api-down-green",
    "cpu-blue",
    "cpu-database",
    "cpu-green",
    "cpu-worker",
    "database-connections-database",
    "disk-free-database",
    "error-rate-api",
    "latency-p95-api",
    "memory-blue",
    "memory-green",
    "memory-worker",
    "test-failures-executions",
  ]);
});

test("every alert of the shared block has an alarm", () => {
  const parts = Object.keys(alarms(make()));
  for (const name of Object.keys(alerts)) {
    expect(parts.filter((part) => part.startsWith(`${name.replaceAll("_", "-")}-`))).not.toEqual([]);
  }
});

test("every alarm says what to do and reports to its severity's topic when it fires and when it ends", () => {
  const stack = make();
  const topics: Record<string, { name: string }> = stack.json.resource.aws_sns_topic;
  const topicOf = (severity: string) =>
    Object.keys(topics).find((key) => topics[key]?.name === `test-execution-prod-${severity}`);
  for (const found of stack.all(CloudwatchMetricAlarm)) {
    expect(found.alarm_description.length).toBeGreaterThan(80);
    expect(found.alarm_description.length).toBeLessThanOrEqual(1024);
    expect(found.ok_actions).toEqual(found.alarm_actions);
  }
  expect(alarms(stack)["api-down-blue"].alarm_actions).toEqual([`\${aws_sns_topic.${topicOf("critical")}.arn}`]);
  expect(alarms(stack)["latency-p95-api"].alarm_actions).toEqual([`\${aws_sns_topic.${topicOf("warning")}.arn}`]);
});

test("the API is down when a target group has reported no healthy host, or nothing, for five minutes", () => {
  expect(alarms(make())["api-down-blue"]).toMatchObject({
    comparison_operator: "LessThanThreshold",
    threshold: 1,
    evaluation_periods: 5,
    treat_missing_data: "breaching",
    metric_query: [
      {
        metric: {
          metric_name: "HealthyHostCount",
          stat: "Maximum",
          period: 60,
          dimensions: { LoadBalancer: "app/lb/1", TargetGroup: "targetgroup/blue/1" },
        },
        return_data: true,
      },
    ],
  });
});

test("response times are compared in milliseconds, the unit of the threshold", () => {
  expect(alarms(make())["latency-p95-api"]).toMatchObject({
    threshold: 500,
    metric_query: [
      { id: "p95", metric: { metric_name: "TargetResponseTime", stat: "p95" }, return_data: false },
      { expression: "1000 * p95", return_data: true },
    ],
  });
});

test("server errors are a share of all requests in the whole time (document 003)", () => {
  expect(alarms(make())["error-rate-api"]).toMatchObject({
    comparison_operator: "GreaterThanThreshold",
    threshold: 1,
    evaluation_periods: 1,
    metric_query: expect.arrayContaining([
      expect.objectContaining({ expression: expect.stringMatching(/^100 - IF\(/), return_data: true }),
    ]),
  });
});

test("test failures are a share of the tests run in the whole time, and none while no test ran", () => {
  const patient = { ...business, alert: { ...failedTests, forSeconds: 600 } };
  expect(alarms(makeMonitoring(application(alerts, patient)))["test-failures-executions"]).toMatchObject({
    threshold: 20,
    evaluation_periods: 1,
    treat_missing_data: "notBreaching",
    metric_query: [
      {
        id: "all",
        metric: {
          namespace: "test-execution",
          metric_name: "tests_run_total",
          dimensions: { application: "test-execution-prod" },
          period: 600,
          stat: "Sum",
        },
      },
      { id: "failed", metric: { metric_name: "tests_failed_total", period: 600 } },
      { expression: "IF(all > 0, 100 * FILL(failed, 0) / all, 0)" },
    ],
  });
});

test("free storage is a percentage of the database's size, also where the size is a token", () => {
  const expression = (watched: typeof database) =>
    watchDatabase(watched, "test-execution", alerts).alarms.find(({ part }) => part === "disk-free-database")
      ?.measurement.expression;
  expect(expression(database)).toBe("100 * free / (200 * 1073741824)");
  const storageGib = Token.asNumber("${aws_db_instance.main.allocated_storage}");
  const stack = makeMonitoring([watchDatabase({ ...database, storageGib }, "test-execution", alerts)]);
  expect(alarms(stack)["disk-free-database"].metric_query.at(-1).expression).toBe(
    "100 * free / (${aws_db_instance.main.allocated_storage} * 1073741824)",
  );
});

test("a disabled alert makes no alarm", () => {
  const found = alarms(makeMonitoring(application({ ...alerts, cpu: { ...alerts.cpu, enabled: false } })));
  expect(found["cpu-blue"]).toBeUndefined();
  expect(found["memory-blue"]).toBeDefined();
});

test("refused connections are counted in the PostgreSQL log under the metric that the alarm reads", () => {
  const stack = makeMonitoring([watchDatabase(database, "other", alerts)]);
  const filter = stack.one(CloudwatchLogMetricFilter);
  expect(filter).toMatchObject({
    log_group_name: "/aws/rds/instance/main/postgresql",
    metric_transformation: { namespace: "other", name: "DatabaseConnectionsRefused", value: "1", default_value: "0" },
  });
  expect(filter.pattern).toContain('?"too many clients"');
  expect(alarms(stack)["database-connections-database"]).toMatchObject({
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 5,
    metric_query: [{ metric: { namespace: "other", metric_name: "DatabaseConnectionsRefused", period: 300 } }],
  });
});

test("topics are encrypted, send to the addresses of their severity and take messages from AWS services of this account", () => {
  const stack = make();
  expect(stack).toHaveResourceWithProperties(SnsTopic, {
    name: "test-execution-prod-critical",
    kms_master_key_id: "arn:key",
  });
  expect(stack).toHaveResourceWithProperties(SnsTopicSubscription, {
    protocol: "email",
    endpoint: "on-call@example.com",
  });
  const [document] = stack.all(DataAwsIamPolicyDocument);
  const allowed = document.statement.filter(({ effect }: { effect?: string }) => effect !== "Deny");
  expect(allowed).toHaveLength(1);
  expect(allowed[0].condition).toEqual([
    { test: "StringEquals", variable: "aws:SourceAccount", values: ["111111111111"] },
  ]);
});

test("the application dashboard shows requests first, by target group, then the application's own metrics", () => {
  expect(Object.entries(graphs(widgets(make(), "application")))).toEqual([
    ["Requests", ["blue", "green"]],
    ["Response time (ms)", ["p50", "p95", "p99"]],
    ["Errors", ["4xx of the application", "5xx of the application", "5xx of the load balancer"]],
    ["Healthy replicas", ["blue", "green"]],
    ["Connection pool", ["in use, average", "in use, highest"]],
    ["Processing time (s)", ["average"]],
  ]);
});

test("the infrastructure dashboard has one graph for CPU, memory and connections of everything", () => {
  const stack = make([watchCache({ identifier: "redis", nodes: 2 })]);
  expect(graphs(widgets(stack, "infrastructure"))).toEqual({
    "CPU (%)": ["blue", "green", "worker", "database", "cache 1", "cache 2"],
    "Memory (%)": ["blue", "green", "worker", "cache 1", "cache 2"],
    "Free database storage (%)": ["free"],
    Connections: ["database", "database, refused", "cache 1", "cache 2"],
  });
  expect(widgets(stack, "infrastructure")[0]?.metrics.at(-1)).toEqual([
    "AWS/ElastiCache",
    "EngineCPUUtilization",
    "CacheClusterId",
    "redis-002",
    { stat: "Average", label: "cache 2" },
  ]);
});

test("the SLA dashboard shows the promised availability, the error budget, and the state of all alarms", () => {
  const stack = makeMonitoring([watchLoadBalancer({ ...loadBalancer, availabilityTargetPercent: 99.5 }, alerts)]);
  const shown = widgets(stack, "sla");
  expect(shown.map(({ title }) => title)).toEqual([
    "Availability (%), promised 99.5",
    "Error budget left (%)",
    "Availability (%)",
    "Response time (ms)",
    "Alarms",
  ]);
  expect(JSON.stringify(shown[1])).toContain("(100 - 99.5)");
  expect(shown.at(-1)?.alarms).toHaveLength(stack.all(CloudwatchMetricAlarm).length);
});

test("the business dashboard finds metrics by search, and exists only where the application names them", () => {
  expect(dashboardNames(make()).sort()).toEqual(["application", "business", "infrastructure", "sla"]);
  expect(widgets(make(), "business")[2]?.metrics).toEqual([
    [
      {
        expression: `SEARCH('{"test-execution",application,framework} MetricName="tests_run_total" application="test-execution-prod"', 'Sum')`,
      },
    ],
  ]);
  const without = makeMonitoring([watchLoadBalancer(loadBalancer, alerts), watchApplicationMetrics(published)]);
  expect(dashboardNames(without).sort()).toEqual(["application", "sla"]);
  expect(Object.keys(alarms(without))).not.toContain("test-failures-executions");
  const whole = watchApplicationMetrics(published, { ...business, label: undefined, alert: undefined });
  expect(whole.widgets.business).toHaveLength(2);
  expect(whole.alarms).toEqual([]);
});

test("a dashboard's body is JSON with tokens in its texts", () => {
  const identifier = "${aws_db_instance.main.identifier}";
  const stack = makeMonitoring([watchDatabase({ ...database, identifier }, "test-execution", alerts)]);
  expect(widgets(stack, "infrastructure")[0]?.metrics[0]).toContain(identifier);
});

describe("queues", () => {
  const depth = "Queue depth";
  const age = "Waiting time of the oldest message (s)";
  const jobs = { queueName: "jobs", deadLetterQueueName: "dead-jobs" };
  const letters = { queueName: "letters", deadLetterQueueName: "dead-letters" };
  const shown = (queues: Parameters<typeof watchQueues>[0]) =>
    widgets(make([watchQueues(queues)]), "application").filter(({ metrics }) => metrics[0]?.[0] === "AWS/SQS");

  test("one queue has a graph of its depth and one of its waiting time", () => {
    expect(shown({ worker: jobs }).map(({ title }) => title)).toEqual([depth, age]);
  });

  test("every component's queue has its own graphs, by the component's name", () => {
    const found = shown({ worker: jobs, mailer: letters });
    expect(found.map(({ title, metrics }) => [title, metrics[0]?.[3]])).toEqual([
      [`${depth}: worker`, "jobs"],
      [`${age}: worker`, "jobs"],
      [`${depth}: mailer`, "letters"],
      [`${age}: mailer`, "letters"],
    ]);
  });

  test("what a component gave up is a warning", () => {
    const stack = make([watchQueues({ worker: jobs })]);
    const found = alarms(stack)["worker-dead-letters"];
    expect(found).toMatchObject({
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      treat_missing_data: "notBreaching",
      alarm_actions: [expect.stringContaining("warning")],
    });
    expect(JSON.stringify(found)).toContain('"QueueName":"dead-jobs"');
  });

  test("without a queue there is no graph", () => {
    expect(shown({})).toEqual([]);
  });
});

test("trace sampling and a budget are made only where they are given, because an emulator lacks their APIs", () => {
  expect(make().all(XraySamplingRule)).toEqual([]);
  expect(make().all(BudgetsBudget)).toEqual([]);
  const stack = make([], {
    tracing: { samplingPercent: 5 },
    budget: { monthlyUsd: 1200, emails: ["on-call@example.com"], tagFilter: { key: "Stack", value: "aws-prod" } },
  });
  expect(stack.one(XraySamplingRule)).toMatchObject({
    rule_name: "test-execution-prod",
    service_name: "test-execution-prod-*",
    fixed_rate: 0.05,
  });
  expect(stack.one(BudgetsBudget)).toMatchObject({
    limit_amount: "1200",
    cost_filter: [{ name: "TagKeyValue", values: ["user:Stack$aws-prod"] }],
  });
});

test("a text that is too long for CloudWatch is cut, and the place of its page is not", () => {
  const long = { ...failedTests, meaning: "A".repeat(600), remedy: "b".repeat(600) };
  const runbooks = { stack: "aws-prod", url: "https://git.example.com/runbooks" };
  const props = {
    names: new Names({ name: "shop", environment: "prod", accountId: "1".repeat(12), region: "us-east-1", runbooks }),
  };
  const stack = makeMonitoring(application(alerts, { ...business, alert: long }), props);
  const text: string = alarms(stack)["shop-prod-test-failures-executions"].alarm_description;
  expect(text).toHaveLength(1024);
  expect(text).toMatch(/b… Runbook: https:\/\/git\.example\.com\/runbooks\/prod\/aws-prod\.md#[\w-]+$/);
});
