import { ApplicationInsightsStandardWebTest } from "@cdktf/provider-azurerm/lib/application-insights-standard-web-test";
import { ConsumptionBudgetResourceGroup } from "@cdktf/provider-azurerm/lib/consumption-budget-resource-group";
import { MonitorActionGroup } from "@cdktf/provider-azurerm/lib/monitor-action-group";
import { MonitorMetricAlert } from "@cdktf/provider-azurerm/lib/monitor-metric-alert";
import { MonitorScheduledQueryRulesAlertV2 } from "@cdktf/provider-azurerm/lib/monitor-scheduled-query-rules-alert-v2";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { alertRules } from "../../../../modules/azure/monitoring/alert-rules";
import type { Alert, AlertSettings } from "../../../../modules/azure/monitoring/alerts";
import { Monitoring, type MonitoringProps } from "../../../../modules/azure/monitoring/monitoring";
import { placement, resourceId, resourcesOf, workspaceId } from "../fixtures";

const alert = (threshold: number, severity: Alert["severity"]): Alert => ({ threshold, severity, forSeconds: 300 });

const alerts: AlertSettings = {
  api_down: alert(1, "critical"),
  database_connections: alert(5, "critical"),
  disk_free: alert(10, "critical"),
  memory: alert(85, "critical"),
  latency_p95: alert(500, "warning"),
  error_rate: alert(1, "critical"),
  test_failures: alert(20, "warning"),
  cpu: alert(80, "warning"),
};

const ids = {
  group: resourceId("Microsoft.ContainerInstance/containerGroups", "api-1"),
  gateway: resourceId("Microsoft.Network/applicationGateways", "front"),
  database: resourceId("Microsoft.DBforPostgreSQL/flexibleServers", "main"),
  insights: resourceId("Microsoft.Insights/components", "insights"),
  cache: resourceId("Microsoft.Cache/redisEnterprise", "main"),
};

const synth = (props: Partial<MonitoringProps> = {}) =>
  Testing.synthScope((scope) => {
    new Monitoring(scope, "monitoring", {
      ...placement,
      services: { "api-1": { type: "containerGroup", id: ids.group, cpu: 1, memoryMib: 2048 } },
      loadBalancer: { id: ids.gateway },
      database: { id: ids.database },
      workspaceId,
      applicationInsightsId: ids.insights,
      emails: { critical: ["oncall@example.com"], warning: ["team@example.com"] },
      alerts,
      ...props,
    });
  });

const criteriaOf = (json: string, name: string) =>
  resourcesOf<{ name: string; criteria: Record<string, unknown>[] }>(json, "azurerm_monitor_metric_alert").find(
    (resource) => resource.name === `test-execution-prod-${name}`,
  )?.criteria[0];

const queryOf = (json: string, name: string) =>
  resourcesOf<{ name: string; criteria: { query: string; threshold: number }[] }>(
    json,
    "azurerm_monitor_scheduled_query_rules_alert_v2",
  ).find((resource) => resource.name === `test-execution-prod-${name}`)?.criteria[0];

const workbooksOf = (json: string) =>
  Object.fromEntries(
    resourcesOf<{ display_name: string; data_json: string }>(json, "azurerm_application_insights_workbook").map(
      ({ display_name, data_json }) => [display_name.replace("test-execution-prod-", ""), JSON.parse(data_json)],
    ),
  );

describe("Monitoring", () => {
  const json = synth();

  it("tells other people of critical alerts than of warnings", () => {
    expect(json).toHaveResourceWithProperties(MonitorActionGroup, {
      short_name: "critical",
      email_receiver: [expect.objectContaining({ email_address: "oncall@example.com" })],
      tags: placement.tags,
    });
    expect(json).toHaveResourceWithProperties(MonitorMetricAlert, {
      name: "test-execution-prod-memory-api-1",
      severity: 0,
      action: [{ action_group_id: expect.stringContaining("critical") }],
    });
    expect(json).toHaveResourceWithProperties(MonitorScheduledQueryRulesAlertV2, {
      name: "test-execution-prod-latency-p95-api",
      severity: 2,
      action: { action_groups: [expect.stringContaining("warning")] },
    });
  });

  it.each([
    ["api-down-pool", "HealthyHostCount", "Average", "LessThan", 1],
    ["database-connections-database", "connections_failed", "Total", "GreaterThanOrEqual", 5],
    ["disk-free-database", "storage_percent", "Average", "GreaterThan", 90],
    ["cpu-database", "cpu_percent", "Average", "GreaterThan", 80],
    ["cpu-api-1", "CpuUsage", "Average", "GreaterThan", 800],
    ["memory-api-1", "MemoryUsage", "Average", "GreaterThan", Math.round(0.85 * 2048 * 1024 * 1024)],
  ])("raises %s when %s (%s) is %s %d", (name, metric_name, aggregation, operator, threshold) => {
    expect(criteriaOf(json, name)).toMatchObject({ metric_name, aggregation, operator, threshold });
  });

  it("measures response times and errors in the access log of the gateway, which alone knows percentiles", () => {
    expect(queryOf(json, "latency-p95-api")).toMatchObject({
      query: expect.stringContaining("1000 * percentile(ServerResponseLatency, 95)"),
      threshold: 500,
    });
    expect(queryOf(json, "error-rate-api")).toMatchObject({
      query: expect.stringContaining("100.0 * countif(HttpStatus >= 500) / count()"),
      threshold: 1,
    });
    expect(queryOf(json, "latency-p95-api")?.query).toContain(`_ResourceId =~ "${ids.gateway}"`);
  });

  it("measures a container app in its own units", () => {
    const app = resourceId("Microsoft.App/containerApps", "api");
    const services = { api: { type: "containerApp", id: app, cpu: 0.5, memoryMib: 1024 } } as const;
    expect(criteriaOf(synth({ services }), "cpu-api")).toMatchObject({
      metric_name: "UsageNanoCores",
      threshold: 400_000_000,
    });
  });

  it("judges the application's container alone where a sidecar runs beside it", () => {
    const service = { type: "containerGroup", id: ids.group, cpu: 1, memoryMib: 2048, containerName: "api" } as const;
    expect(criteriaOf(synth({ services: { "api-1": service } }), "memory-api-1")).toMatchObject({
      dimension: [{ name: "containerName", operator: "Include", values: ["api"] }],
    });
  });

  it("says with every alert what to do", () => {
    const descriptions = ["azurerm_monitor_metric_alert", "azurerm_monitor_scheduled_query_rules_alert_v2"].flatMap(
      (type) => resourcesOf<{ description: string }>(json, type).map(({ description }) => description),
    );
    expect(descriptions).toHaveLength(9);
    for (const { meaning, remedy } of Object.values(alertRules)) expect(descriptions).toContain(`${meaning} ${remedy}`);
  });

  it("leaves out what is switched off, and tests where the application publishes none", () => {
    const quiet = synth({ alerts: { ...alerts, cpu: { ...alerts.cpu, enabled: false } }, publishesMetrics: false });
    expect(criteriaOf(quiet, "cpu-database")).toBeUndefined();
    expect(queryOf(quiet, "test-failures-executions")).toBeUndefined();
    expect(Object.keys(workbooksOf(quiet)).sort()).toEqual(["application", "infrastructure", "sla"]);
  });

  it("refuses a time that Azure cannot judge", () => {
    expect(() => synth({ alerts: { ...alerts, cpu: { ...alerts.cpu, forSeconds: 120 } } })).toThrow(
      "alert cpu: expected one of 60, 300, 900, 1800, 3600, 21600, 86400 seconds, found 120",
    );
  });

  it("judges a longer time as a whole", () => {
    const slow = synth({ alerts: { ...alerts, latency_p95: { ...alerts.latency_p95, forSeconds: 3600 } } });
    expect(slow).toHaveResourceWithProperties(MonitorScheduledQueryRulesAlertV2, {
      name: "test-execution-prod-latency-p95-api",
      window_duration: "PT1H",
      evaluation_frequency: "PT5M",
    });
  });

  it("shows four dashboards, the same for the same settings", () => {
    expect(Object.keys(workbooksOf(json)).sort()).toEqual(["application", "business", "infrastructure", "sla"]);
    expect(synth()).toBe(json);
    const titles = workbooksOf(json).application.items.map(({ name }: { name: string }) => name);
    expect(titles).toEqual(expect.arrayContaining(["Requests", "Response time (ms)", "Connection pool"]));
  });

  it("shows cache and queue where there are any", () => {
    const titles = (workbook: { items: { name: string }[] }) => workbook.items.map(({ name }) => name);
    const queue = { namespaceId: resourceId("Microsoft.ServiceBus/namespaces", "queues") };
    const all = workbooksOf(synth({ cache: { id: ids.cache }, queue }));
    expect(titles(all.infrastructure)).toContain("Cache (%)");
    expect(titles(all.application)).toContain("Queue depth");
    expect(titles(workbooksOf(json).infrastructure)).not.toContain("Cache (%)");
  });

  it("asks from outside, and raises an alert when most places get no answer", () => {
    const watched = synth({ availability: { url: "https://test-execution.example.com/health/ready" } });
    expect(watched).toHaveResourceWithProperties(ApplicationInsightsStandardWebTest, {
      request: expect.objectContaining({ url: "https://test-execution.example.com/health/ready" }),
      validation_rules: expect.objectContaining({ expected_status_code: 200, ssl_check_enabled: true }),
    });
    expect(watched).toHaveResourceWithProperties(MonitorMetricAlert, {
      name: "test-execution-prod-api-down-outside",
      severity: 0,
      application_insights_web_test_location_availability_criteria: expect.objectContaining({
        failed_location_count: 3,
      }),
    });
    expect(json).not.toHaveResource(ApplicationInsightsStandardWebTest);
  });

  it("reports costs before and when the budget is spent, from the month in which it is made", () => {
    const watched = synth({ budget: { monthlyUsd: 500, emails: ["team@example.com"] } });
    expect(watched).toHaveResourceWithProperties(ConsumptionBudgetResourceGroup, {
      amount: 500,
      resource_group_id: placement.resourceGroup.id,
      time_period: { start_date: expect.stringContaining("plantimestamp()") },
      lifecycle: { ignore_changes: ["time_period"] },
      notification: [
        expect.objectContaining({ threshold: 80, threshold_type: "Forecasted" }),
        expect.objectContaining({ threshold: 100, threshold_type: "Forecasted" }),
        expect.objectContaining({ threshold: 100, threshold_type: "Actual" }),
      ],
    });
  });
});
