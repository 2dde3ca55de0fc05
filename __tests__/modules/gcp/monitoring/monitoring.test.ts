import "cdktf/lib/testing/adapters/jest";
import { BillingBudget } from "@cdktf/provider-google/lib/billing-budget";
import { LoggingMetric } from "@cdktf/provider-google/lib/logging-metric";
import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel";
import { MonitoringUptimeCheckConfig } from "@cdktf/provider-google/lib/monitoring-uptime-check-config";
import type { Synthesized } from "../../../synthesized";
import { alerts } from "../../alerts-fixture";
import { business, failedTests } from "../../business-fixture";
import { dashboard, makeMonitoring, queries } from "./monitoring-fixture";

interface Policy {
  readonly display_name: string;
  readonly severity: string;
  readonly conditions: { readonly condition_prometheus_query_language: { readonly query: string } }[];
  readonly documentation: { readonly content: string };
  readonly notification_channels: string[];
  readonly alert_strategy: object;
}

const policies = (made: Synthesized): Policy[] => made.all(MonitoringAlertPolicy);
const policy = (made: Synthesized, part: string) =>
  policies(made).find(({ display_name }) => display_name === `test-execution-prod-${part}`) as Policy;
const query = (made: Synthesized, part: string) =>
  policy(made, part).conditions[0].condition_prometheus_query_language.query;

test("an alert becomes one policy per measurement", () => {
  const made = makeMonitoring({ uptime: { host: "api.example.com", path: "/health/live" } });
  expect(
    policies(made)
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

test("every policy contains a remedy, and reports to its severity's addresses when it fires and when it is resolved", () => {
  const made = makeMonitoring();
  const channels = made.json.resource[MonitoringNotificationChannel.tfResourceType];
  const channelOf = (email: string) => {
    const [id] = Object.keys(channels).filter((key) => channels[key].labels.email_address === email);
    return `\${${MonitoringNotificationChannel.tfResourceType}.${id}.name}`;
  };
  for (const { documentation, alert_strategy } of policies(made)) {
    expect(documentation.content.length).toBeGreaterThan(80);
    expect(alert_strategy).toMatchObject({ notification_prompts: ["OPENED", "CLOSED"] });
  }
  expect(policy(made, "api-down-api")).toMatchObject({
    severity: "CRITICAL",
    notification_channels: [channelOf("on-call@example.com")],
  });
  expect(policy(made, "latency-p95-api")).toMatchObject({
    severity: "WARNING",
    notification_channels: [channelOf("team@example.com")],
  });
});

test("CPU and memory are the application's, not a mean over it and its collector", () => {
  const made = makeMonitoring();
  for (const part of ["cpu-api", "cpu-worker", "memory-api", "memory-worker"]) {
    const series = query(made, part).match(/utilizations_\w+\{[^}]*\}/g) ?? [];
    expect(series.length).toBeGreaterThan(0);
    for (const one of series) expect(one).toContain('container_name=~"application|"');
  }
});

test("a policy can be created before its metric exists", () => {
  for (const { conditions } of policies(makeMonitoring())) {
    expect(conditions[0].condition_prometheus_query_language).toMatchObject({
      disable_metric_validation: true,
      duration: "0s",
    });
  }
});

test("an alert covers its configured time, but at least five minutes, since metrics arrive late", () => {
  const patient = { ...business, alert: { ...failedTests, forSeconds: 600 } };
  expect(query(makeMonitoring({ business: patient }), "test-failures-executions")).toContain("[600s]");
  const hasty = { ...alerts, cpu: { ...alerts.cpu, forSeconds: 60 } };
  expect(query(makeMonitoring({ alerts: hasty }), "cpu-api")).toContain("[300s]");
});

test("a disabled alert makes no policy", () => {
  const made = makeMonitoring({ alerts: { ...alerts, cpu: { ...alerts.cpu, enabled: false } } });
  expect(policy(made, "cpu-api")).toBeUndefined();
  expect(policy(made, "memory-api")).toBeDefined();
});

test("free storage is a percentage of the size that the database may grow to", () => {
  expect(query(makeMonitoring(), "disk-free-database")).toContain("database_disk_utilization{");
  expect(
    query(makeMonitoring({ database: { instanceName: "main", maxStorageGib: 1000 } }), "disk-free-database"),
  ).toMatch(/database_disk_bytes_used\{.*\/ \(1000 \* 1073741824\)/);
});

test("refused connections are counted in the log of this database, by the metric that the alert reads", () => {
  const made = makeMonitoring();
  const metric = made.one(LoggingMetric);
  expect(metric.filter.split(" AND ")).toEqual([
    'resource.type="cloudsql_database"',
    'resource.labels.database_id="example-prod:main"',
    'log_id("cloudsql.googleapis.com/postgres.log")',
    expect.stringMatching(/^textPayload=~"remaining connection slots\|.*\|no pg_hba\\\\\.conf entry"$/),
  ]);
  expect(query(made, "database-connections-database")).toContain(
    `logging_googleapis_com:user_${metric.name.replaceAll("-", "_")}{monitored_resource="cloudsql_database", database_id="example-prod:main"}`,
  );
});

test("an uptime check requests the API from outside, over TLS with a valid certificate", () => {
  const made = makeMonitoring({ uptime: { host: "api.example.com", path: "/health/live" } });
  expect(made).toHaveResourceWithProperties(MonitoringUptimeCheckConfig, {
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
  expect(query(made, "api-down-outside")).toMatch(/check_id="\$\{google_monitoring_uptime_check_config\./);
});

test("without metrics of the application there is neither an alert on them nor a dashboard", () => {
  const made = makeMonitoring({ publishesMetrics: false, business: undefined });
  expect(policy(made, "test-failures-executions")).toBeUndefined();
  expect(dashboard(made, "business")).toBeUndefined();
  expect(Object.keys(queries(made, "application"))).not.toContain("Connection pool");
  expect(Object.keys(queries(made, "application"))).not.toContain("Processing time (s)");
});

test("an optional budget covers one project, or what carries a label in it, and reports to its own addresses", () => {
  expect(makeMonitoring()).not.toHaveResource(BillingBudget);
  const budget = {
    billingAccount: "012345-678901-ABCDEF",
    projectNumber: "123",
    monthlyUsd: 800,
    emails: ["cost@example.com"],
  };
  const made = makeMonitoring({ budget });
  expect(made.all(BillingBudget)).toMatchObject([
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
  expect(made.one(BillingBudget).budget_filter).not.toHaveProperty("labels");
  const labelled = makeMonitoring({ budget: { ...budget, label: { key: "stack", value: "gcp-prod" } } });
  expect(labelled.one(BillingBudget).budget_filter.labels).toEqual({ stack: "gcp-prod" });
});

test("resources without the provider's default labels get the stack's labels", () => {
  const made = makeMonitoring({ labels: { stack: "gcp-prod" }, uptime: { host: "api.example.com", path: "/" } });
  for (const type of [MonitoringAlertPolicy, MonitoringNotificationChannel, MonitoringUptimeCheckConfig]) {
    for (const { user_labels } of made.all(type)) expect(user_labels).toEqual({ stack: "gcp-prod" });
  }
});
