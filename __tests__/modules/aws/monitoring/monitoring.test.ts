import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Testing, Token } from "cdktf";
import type { Alerts } from "../../../../modules/aws/monitoring/alarms";
import { Monitoring, type MonitoringProps } from "../../../../modules/aws/monitoring/monitoring";
import { names } from "../fixtures";

const alerts: Alerts = {
  api_down: { threshold: 1, forSeconds: 300, severity: "critical" },
  database_connections: { threshold: 5, forSeconds: 300, severity: "critical" },
  disk_free: { threshold: 10, forSeconds: 300, severity: "critical" },
  memory: { threshold: 85, forSeconds: 300, severity: "critical" },
  latency_p95: { threshold: 500, forSeconds: 300, severity: "warning" },
  test_failures: { threshold: 20, forSeconds: 600, severity: "warning" },
  cpu: { threshold: 80, forSeconds: 300, severity: "warning" },
  error_rate: { threshold: 1, forSeconds: 300, severity: "critical" },
};

const synth = (props: Partial<MonitoringProps> = {}) =>
  Testing.synthScope((scope) => {
    new Monitoring(scope, "monitoring", {
      names,
      keyArn: "arn:key",
      emails: { critical: ["on-call@example.com"], warning: ["team@example.com"] },
      alerts,
      services: {
        clusterName: "cluster",
        serviceNames: { blue: "api", green: "api-green", worker: "worker" },
        targetGroupArnSuffixes: { blue: "targetgroup/blue/1", green: "targetgroup/green/2" },
      },
      loadBalancer: { arnSuffix: "app/lb/1" },
      database: { identifier: "main", storageGib: 200, logGroupName: "/aws/rds/instance/main/postgresql" },
      ...props,
    });
  });

type Json = Record<string, unknown>;
const resources = (stack: string, type: string) => Object.values<Json>(JSON.parse(stack).resource?.[type] ?? {});
const alarm = (stack: string, part: string) =>
  resources(stack, "aws_cloudwatch_metric_alarm").find((found) => found.alarm_name === `test-execution-prod-${part}`);
const dashboard = (stack: string, name: string) =>
  String(
    resources(stack, "aws_cloudwatch_dashboard").find((found) => found.dashboard_name === `test-execution-prod-${name}`)
      ?.dashboard_body,
  );

test("an alert becomes one alarm for each thing that it watches", () => {
  const alarms = resources(synth(), "aws_cloudwatch_metric_alarm").map(({ alarm_name }) =>
    String(alarm_name).replace("test-execution-prod-", ""),
  );
  expect(alarms.sort()).toEqual([
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

test("every alarm says what to do and reports to its severity's topic when it is raised and when it ends", () => {
  const stack = synth();
  const topics = JSON.parse(stack).resource.aws_sns_topic;
  const topicOf = (severity: string) =>
    Object.keys(topics).find((key) => topics[key].name === `test-execution-prod-${severity}`);
  for (const found of resources(stack, "aws_cloudwatch_metric_alarm")) {
    expect(String(found.alarm_description).length).toBeGreaterThan(80);
    expect(String(found.alarm_description).length).toBeLessThanOrEqual(1024);
    expect(found.ok_actions).toEqual(found.alarm_actions);
  }
  expect(alarm(stack, "api-down-blue")?.alarm_actions).toEqual([`\${aws_sns_topic.${topicOf("critical")}.arn}`]);
  expect(alarm(stack, "latency-p95-api")?.alarm_actions).toEqual([`\${aws_sns_topic.${topicOf("warning")}.arn}`]);
});

test("the API is down when a target group has reported no healthy host, or nothing, for five minutes", () => {
  expect(alarm(synth(), "api-down-blue")).toMatchObject({
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
  expect(alarm(synth(), "latency-p95-api")).toMatchObject({
    threshold: 500,
    metric_query: [
      { id: "p95", metric: { metric_name: "TargetResponseTime", stat: "p95" }, return_data: false },
      { expression: "1000 * p95", return_data: true },
    ],
  });
});

test("test failures are a share of the tests run in the whole time, and none while no test ran", () => {
  expect(alarm(synth(), "test-failures-executions")).toMatchObject({
    threshold: 20,
    evaluation_periods: 1,
    treat_missing_data: "notBreaching",
    metric_query: [
      { id: "run", metric: { namespace: "test-execution", metric_name: "TestsRun", period: 600, stat: "Sum" } },
      { id: "failed", metric: { metric_name: "TestsFailed", period: 600 } },
      { expression: "IF(run > 0, 100 * FILL(failed, 0) / run, 0)" },
    ],
  });
});

test("free storage is a percentage of the database's size, also where the size is a token", () => {
  const expression = (stack: string) =>
    (alarm(stack, "disk-free-database")?.metric_query as Json[] | undefined)?.find((query) => query.expression)
      ?.expression;
  expect(expression(synth())).toBe("100 * free / (200 * 1073741824)");
  const storageGib = Token.asNumber("${aws_db_instance.main.allocated_storage}");
  expect(expression(synth({ database: { identifier: "main", storageGib, logGroupName: "log" } }))).toBe(
    "100 * free / (${aws_db_instance.main.allocated_storage} * 1073741824)",
  );
});

test("a disabled alert makes no alarm", () => {
  const stack = synth({ alerts: { ...alerts, cpu: { ...alerts.cpu, enabled: false } } });
  expect(alarm(stack, "cpu-blue")).toBeUndefined();
  expect(alarm(stack, "memory-blue")).toBeDefined();
});

test("refused connections are counted in the PostgreSQL log under the metric that the alarm reads", () => {
  const stack = synth({ metricNamespace: "other" });
  expect(stack).toHaveResourceWithProperties(CloudwatchLogMetricFilter, {
    log_group_name: "/aws/rds/instance/main/postgresql",
    metric_transformation: { namespace: "other", name: "DatabaseConnectionsRefused", value: "1", default_value: "0" },
  });
  expect(resources(stack, "aws_cloudwatch_log_metric_filter")[0].pattern).toContain('?"too many clients"');
  expect(alarm(stack, "database-connections-database")).toMatchObject({
    comparison_operator: "GreaterThanOrEqualToThreshold",
    metric_query: [{ metric: { namespace: "other", metric_name: "DatabaseConnectionsRefused", period: 300 } }],
  });
});

test("topics are encrypted, send to the addresses of their severity and take messages from AWS services of this account", () => {
  const stack = synth();
  expect(stack).toHaveResourceWithProperties(SnsTopic, {
    name: "test-execution-prod-critical",
    kms_master_key_id: "arn:key",
  });
  expect(stack).toHaveResourceWithProperties(SnsTopicSubscription, {
    protocol: "email",
    endpoint: "on-call@example.com",
  });
  const document = Object.values<{ statement: Json[] }>(
    JSON.parse(stack).data[DataAwsIamPolicyDocument.tfResourceType],
  )[0];
  const allowed = document.statement.filter(({ effect }) => effect !== "Deny");
  expect(allowed).toHaveLength(1);
  expect(allowed[0].condition).toEqual([
    { test: "StringEquals", variable: "aws:SourceAccount", values: ["111111111111"] },
  ]);
});

test("four dashboards show the application, its infrastructure, the business and the SLA", () => {
  const stack = synth({
    cache: { replicationGroupId: "redis", nodes: 2 },
    queue: { name: "jobs" },
    availabilityTargetPercent: 99.5,
  });
  expect(resources(stack, CloudwatchDashboard.tfResourceType)).toHaveLength(4);
  for (const shown of ["p50", "p95", "p99", "RequestCount", "HTTPCode_Target_5XX_Count", "PoolConnections", "jobs"]) {
    expect(dashboard(stack, "application")).toContain(shown);
  }
  for (const shown of ["CPUUtilization", "MemoryUtilization", "FreeStorageSpace", "DatabaseConnections", "redis-002"]) {
    expect(dashboard(stack, "infrastructure")).toContain(shown);
  }
  for (const shown of ["TestsRun", "TestsFailed", "Framework"]) {
    expect(dashboard(stack, "business")).toContain(shown);
  }
  for (const shown of ["Error budget", "(100 - 99.5)", "aws_cloudwatch_metric_alarm."]) {
    expect(dashboard(stack, "sla")).toContain(shown);
  }
});

test("a dashboard's body is JSON, with the metrics that are found by search", () => {
  const stack = synth({
    database: { identifier: "${aws_db_instance.main.identifier}", storageGib: 200, logGroupName: "" },
  });
  const { widgets } = JSON.parse(dashboard(stack, "business"));
  expect(widgets[2].properties.metrics).toEqual([
    [{ expression: `SEARCH('{"test-execution",Framework} MetricName="TestsRun"', 'Sum')` }],
  ]);
  expect(dashboard(stack, "infrastructure")).toContain('"DBInstanceIdentifier","${aws_db_instance.main.identifier}"');
});

test("a queue and a cache that a system has not are left off the dashboards", () => {
  const stack = synth();
  expect(dashboard(stack, "application")).not.toContain("AWS/SQS");
  expect(dashboard(stack, "infrastructure")).not.toContain("AWS/ElastiCache");
});

test("trace sampling and a budget are made only when asked for, since not every AWS API has them", () => {
  expect(resources(synth(), "aws_xray_sampling_rule")).toHaveLength(0);
  expect(resources(synth(), "aws_budgets_budget")).toHaveLength(0);
  const stack = synth({
    tracing: { samplingPercent: 5 },
    budget: {
      monthlyUsd: 1200,
      emails: ["on-call@example.com"],
      tagFilter: { key: "Stack", value: "aws-prod" },
    },
  });
  expect(resources(stack, "aws_xray_sampling_rule")).toMatchObject([
    { rule_name: "test-execution-prod", service_name: "test-execution-prod*", fixed_rate: 0.05 },
  ]);
  expect(resources(stack, "aws_budgets_budget")).toMatchObject([
    {
      limit_amount: "1200",
      cost_filter: [{ name: "TagKeyValue", values: ["user:Stack$aws-prod"] }],
      notification: [
        { notification_type: "FORECASTED", threshold: 80, subscriber_email_addresses: ["on-call@example.com"] },
        { notification_type: "FORECASTED", threshold: 100 },
        { notification_type: "ACTUAL", threshold: 100 },
      ],
    },
  ]);
});
