import "cdktf/lib/testing/adapters/jest";
import { BillingBudget } from "@cdktf/provider-google/lib/billing-budget";
import { LoggingMetric } from "@cdktf/provider-google/lib/logging-metric";
import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel";
import { MonitoringUptimeCheckConfig } from "@cdktf/provider-google/lib/monitoring-uptime-check-config";
import { type Json, resourcesOf } from "../fixtures";
import { alerts, synthMonitoring } from "./monitoring-fixture";

interface Policy extends Json {
  readonly display_name: string;
  readonly conditions: { condition_prometheus_query_language: { query: string } & Json }[];
  readonly documentation: { content: string };
  readonly notification_channels: string[];
}

const policies = (stack: string) => resourcesOf<Policy>(stack, MonitoringAlertPolicy);
const policy = (stack: string, part: string) =>
  policies(stack).find(({ display_name }) => display_name === `test-execution-prod-${part}`) as Policy;
const query = (stack: string, part: string) =>
  policy(stack, part).conditions[0].condition_prometheus_query_language.query;
const dashboard = (stack: string, name: string) =>
  resourcesOf<{ dashboard_json: string }>(stack, MonitoringDashboard)
    .map(({ dashboard_json }) => JSON.parse(dashboard_json))
    .find(({ displayName }) => displayName === `test-execution-prod-${name}`);

test("an alert becomes one policy for each thing that it watches", () => {
  const stack = synthMonitoring({ uptime: { host: "api.example.com", path: "/health/live" } });
  expect(
    policies(stack)
      .map(({ display_name }) => display_name.replace("test-execution-prod-", ""))
      .sort(),
  ).toEqual([
    "api-down-api",
    "api-down-outside",
    "cpu-api",
    "cpu-database",
    "cpu-worker",
    "database-connections-database",
    "disk-free-database",
    "error-rate-api",
    "latency-p95-api",
    "memory-api",
    "memory-worker",
    "test-failures-executions",
  ]);
});

test("every policy says what to do and writes to its severity's addresses when it is raised and when it ends", () => {
  const stack = synthMonitoring();
  const channels = JSON.parse(stack).resource[MonitoringNotificationChannel.tfResourceType];
  const channelOf = (email: string) => {
    const [id] = Object.keys(channels).filter((key) => channels[key].labels.email_address === email);
    return `\${${MonitoringNotificationChannel.tfResourceType}.${id}.name}`;
  };
  for (const { documentation, alert_strategy } of policies(stack)) {
    expect(documentation.content.length).toBeGreaterThan(80);
    expect(alert_strategy).toMatchObject({ notification_prompts: ["OPENED", "CLOSED"] });
  }
  expect(policy(stack, "api-down-api")).toMatchObject({
    severity: "CRITICAL",
    notification_channels: [channelOf("on-call@example.com")],
  });
  expect(policy(stack, "latency-p95-api")).toMatchObject({
    severity: "WARNING",
    notification_channels: [channelOf("team@example.com")],
  });
});

test("a policy can be made before its metric exists", () => {
  for (const { conditions } of policies(synthMonitoring())) {
    expect(conditions[0].condition_prometheus_query_language).toMatchObject({
      disable_metric_validation: true,
      duration: "0s",
    });
  }
});

test("an alert looks back over its time, but over five minutes at least, since metrics come late", () => {
  expect(query(synthMonitoring(), "test-failures-executions")).toContain("[600s]");
  const hasty = { ...alerts, cpu: { ...alerts.cpu, forSeconds: 60 } };
  expect(query(synthMonitoring({ alerts: hasty }), "cpu-api")).toContain("[300s]");
});

test("a disabled alert makes no policy", () => {
  const stack = synthMonitoring({ alerts: { ...alerts, cpu: { ...alerts.cpu, enabled: false } } });
  expect(policy(stack, "cpu-api")).toBeUndefined();
  expect(policy(stack, "memory-api")).toBeDefined();
});

test("free storage is a share of what the database may grow to, where it grows", () => {
  expect(query(synthMonitoring(), "disk-free-database")).toContain("database_disk_utilization{");
  expect(
    query(synthMonitoring({ database: { instanceName: "main", maxStorageGib: 1000 } }), "disk-free-database"),
  ).toMatch(/database_disk_bytes_used\{.*\/ \(1000 \* 1073741824\)/);
});

test("refused connections are counted in the log of this database, under the metric that the alert reads", () => {
  const stack = synthMonitoring();
  const [metric] = resourcesOf<{ name: string; filter: string }>(stack, LoggingMetric);
  expect(metric.filter).toContain('resource.labels.database_id="example-prod:main"');
  expect(metric.filter).toContain('|no pg_hba\\\\.conf entry"');
  expect(query(stack, "database-connections-database")).toContain(
    `logging_googleapis_com:user_${metric.name.replaceAll("-", "_")}{monitored_resource="cloudsql_database", database_id="example-prod:main"}`,
  );
});

test("the API is asked from outside over TLS with a valid certificate", () => {
  const stack = synthMonitoring({ uptime: { host: "api.example.com", path: "/health/live" } });
  expect(stack).toHaveResourceWithProperties(MonitoringUptimeCheckConfig, {
    period: "60s",
    http_check: {
      path: "/health/live",
      port: 443,
      use_ssl: true,
      validate_ssl: true,
      accepted_response_status_codes: [{ status_class: "STATUS_CLASS_2XX" }],
    },
    monitored_resource: { type: "uptime_url", labels: { project_id: "example-prod", host: "api.example.com" } },
  });
  expect(query(stack, "api-down-outside")).toMatch(/check_id="\$\{google_monitoring_uptime_check_config\./);
});

test("four dashboards show the application, its infrastructure, the business and the SLA", () => {
  const stack = synthMonitoring({
    cache: { instanceId: "redis" },
    queue: { subscriptionName: "jobs" },
    loadBalancer: { urlMapName: "front", securityPolicyName: "firewall" },
    availabilityTargetPercent: 99.5,
  });
  const shown = (name: string) => JSON.stringify(dashboard(stack, name));
  expect(resourcesOf(stack, MonitoringDashboard)).toHaveLength(4);
  for (const part of ["0.5", "0.99", "https_request_count", "400", "PoolConnections", "jobs", "firewall"]) {
    expect(shown("application")).toContain(part);
  }
  for (const part of ["cpu_utilization", "memory_utilization", "disk_utilization", "num_backends", "redis"]) {
    expect(shown("infrastructure")).toContain(part);
  }
  for (const part of ["TestsRun", "TestsFailed", "framework"]) expect(shown("business")).toContain(part);
  for (const part of ["[30d]", "(100 - 99.5)", "google_monitoring_alert_policy."]) expect(shown("sla")).toContain(part);
});

test("widgets stand two in a row, and zeros, which the API leaves out of its answer, are not written", () => {
  const { tiles, columns } = dashboard(synthMonitoring(), "infrastructure").mosaicLayout;
  expect(columns).toBe(48);
  expect(tiles.map(({ xPos, yPos }: Json) => ({ xPos, yPos }))).toEqual([
    {},
    { xPos: 24 },
    { yPos: 16 },
    { xPos: 24, yPos: 16 },
  ]);
});

test("without metrics of the application's own there is neither an alert on them nor a dashboard", () => {
  const stack = synthMonitoring({ publishesMetrics: false });
  expect(policy(stack, "test-failures-executions")).toBeUndefined();
  expect(dashboard(stack, "business")).toBeUndefined();
  expect(JSON.stringify(dashboard(stack, "application"))).not.toContain("workload_googleapis_com");
});

test("a budget is of one project and told to its own addresses, and only where one is asked for", () => {
  expect(synthMonitoring()).not.toHaveResource(BillingBudget);
  const stack = synthMonitoring({
    budget: {
      billingAccount: "012345-678901-ABCDEF",
      projectNumber: "123",
      monthlyUsd: 800,
      emails: ["cost@example.com"],
    },
  });
  expect(resourcesOf(stack, BillingBudget)).toMatchObject([
    {
      amount: { specified_amount: { currency_code: "USD", units: "800" } },
      budget_filter: { projects: ["projects/123"], calendar_period: "MONTH" },
      threshold_rules: [
        { threshold_percent: 0.8, spend_basis: "FORECASTED_SPEND" },
        { threshold_percent: 1, spend_basis: "FORECASTED_SPEND" },
        { threshold_percent: 1, spend_basis: "CURRENT_SPEND" },
      ],
      all_updates_rule: { monitoring_notification_channels: [expect.stringContaining("budget-cost")] },
    },
  ]);
});

test("what takes no labels from the provider gets the stack's", () => {
  const stack = synthMonitoring({ labels: { stack: "gcp-prod" }, uptime: { host: "api.example.com", path: "/" } });
  for (const type of [MonitoringAlertPolicy, MonitoringNotificationChannel, MonitoringUptimeCheckConfig]) {
    for (const { user_labels } of resourcesOf(stack, type)) expect(user_labels).toEqual({ stack: "gcp-prod" });
  }
});
