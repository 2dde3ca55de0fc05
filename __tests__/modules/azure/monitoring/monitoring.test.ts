import { ApplicationInsightsStandardWebTest } from "@cdktf/provider-azurerm/lib/application-insights-standard-web-test";
import { ConsumptionBudgetResourceGroup } from "@cdktf/provider-azurerm/lib/consumption-budget-resource-group";
import { MonitorActionGroup } from "@cdktf/provider-azurerm/lib/monitor-action-group";
import { MonitorMetricAlert } from "@cdktf/provider-azurerm/lib/monitor-metric-alert";
import { MonitorScheduledQueryRulesAlertV2 } from "@cdktf/provider-azurerm/lib/monitor-scheduled-query-rules-alert-v2";
import "cdktf/lib/testing/adapters/jest";
import { type AlertRule, alertRules } from "../../../../modules/azure/monitoring/alert-rules";
import { textOf } from "../../../../modules/azure/monitoring/alerts";
import type { Synthesized } from "../../../synthesized";
import { alerts } from "../../alerts-fixture";
import { failedTests } from "../../business-fixture";
import { placement, resourceId } from "../fixtures";
import { ids, makeMonitoring, workbooksOf } from "./monitoring-fixture";

const called = (part: string) => (resource: { readonly name: string }) =>
  resource.name === `test-execution-prod-${part}`;
const criteriaOf = (made: Synthesized, part: string) => made.all(MonitorMetricAlert).find(called(part))?.criteria[0];
const queryOf = (made: Synthesized, part: string) =>
  made.all(MonitorScheduledQueryRulesAlertV2).find(called(part))?.criteria[0];

describe("Monitoring", () => {
  const made = makeMonitoring();

  it("reports critical alerts and warnings to different addresses", () => {
    expect(made).toHaveResourceWithProperties(MonitorActionGroup, {
      short_name: "critical",
      email_receiver: [expect.objectContaining({ email_address: "oncall@example.com" })],
      tags: placement.tags,
    });
    expect(made).toHaveResourceWithProperties(MonitorMetricAlert, {
      name: "test-execution-prod-memory-api-1",
      severity: 0,
      action: [{ action_group_id: expect.stringContaining("critical") }],
    });
    expect(made).toHaveResourceWithProperties(MonitorScheduledQueryRulesAlertV2, {
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
  ])("fires %s when %s (%s) is %s %d", (name, metric_name, aggregation, operator, threshold) => {
    expect(criteriaOf(made, name)).toMatchObject({ metric_name, aggregation, operator, threshold });
  });

  it("measures response times and errors in the gateway's access log, the only source of percentiles", () => {
    expect(queryOf(made, "latency-p95-api")).toMatchObject({
      query: expect.stringContaining("1000 * percentile(ServerResponseLatency, 95)"),
      threshold: 500,
    });
    expect(queryOf(made, "error-rate-api")).toMatchObject({
      query: expect.stringContaining("100.0 * countif(HttpStatus >= 500) / count()"),
      threshold: 1,
    });
    expect(queryOf(made, "latency-p95-api")?.query).toContain(`_ResourceId =~ "${ids.gateway}"`);
  });

  it("measures a container app in its own units", () => {
    const app = resourceId("Microsoft.App/containerApps", "api");
    const services = { api: { type: "containerApp", id: app, cpu: 0.5, memoryMib: 1024 } } as const;
    expect(criteriaOf(makeMonitoring({ services }), "cpu-api")).toMatchObject({
      metric_name: "UsageNanoCores",
      threshold: 400_000_000,
    });
  });

  it("measures the application's container only where a sidecar runs in the same group", () => {
    const service = { type: "containerGroup", id: ids.group, cpu: 1, memoryMib: 2048, containerName: "api" } as const;
    expect(criteriaOf(makeMonitoring({ services: { "api-1": service } }), "memory-api-1")).toMatchObject({
      dimension: [{ name: "containerName", operator: "Include", values: ["api"] }],
    });
  });

  it("describes with every alert what it means and what to do", () => {
    const descriptions = [MonitorMetricAlert, MonitorScheduledQueryRulesAlertV2].flatMap((type) =>
      made
        .all(type)
        .filter(({ name }) => !name.endsWith("-unhealthy-containers"))
        .map(({ description }) => description),
    );
    const expected = Object.entries<AlertRule>(alertRules).map(([name, rule]) => {
      const { meaning, remedy } = name === "business" ? failedTests : textOf(rule, { database: { id: ids.database } });
      return `${meaning} ${remedy}`;
    });
    expect(new Set(descriptions)).toEqual(new Set(expected));
  });

  it("has neither disabled alerts nor, without metrics of the application, the alert and dashboard that need them", () => {
    const quiet = makeMonitoring({
      alerts: { ...alerts, cpu: { ...alerts.cpu, enabled: false } },
      publishesMetrics: false,
      business: undefined,
    });
    expect(criteriaOf(quiet, "cpu-database")).toBeUndefined();
    expect(queryOf(quiet, "test-failures-executions")).toBeUndefined();
    expect(Object.keys(workbooksOf(quiet)).sort()).toEqual(["application", "infrastructure", "sla"]);
  });

  it("refuses a window that Azure does not have", () => {
    expect(() => makeMonitoring({ alerts: { ...alerts, cpu: { ...alerts.cpu, forSeconds: 120 } } })).toThrow(
      "alert cpu: expected one of 60, 300, 900, 1800, 3600, 21600, 86400 seconds, found 120",
    );
  });

  it("uses the time of an alert as its window", () => {
    const slow = makeMonitoring({ alerts: { ...alerts, latency_p95: { ...alerts.latency_p95, forSeconds: 3600 } } });
    expect(slow).toHaveResourceWithProperties(MonitorScheduledQueryRulesAlertV2, {
      name: "test-execution-prod-latency-p95-api",
      window_duration: "PT1H",
      evaluation_frequency: "PT5M",
    });
  });

  it("warns when one of several containers does not answer, which leaves the API up", () => {
    expect(made).toHaveResourceWithProperties(MonitorMetricAlert, {
      name: "test-execution-prod-unhealthy-containers",
      severity: 2,
      scopes: [ids.gateway],
      window_size: "PT15M",
      criteria: [
        expect.objectContaining({ metric_name: "UnhealthyHostCount", operator: "GreaterThan", threshold: 0.5 }),
      ],
    });
    const off = makeMonitoring({ alerts: { ...alerts, api_down: { ...alerts.api_down, enabled: false } } });
    expect(off.all(MonitorMetricAlert).map(({ name }) => name)).not.toContain(
      "test-execution-prod-unhealthy-containers",
    );
  });

  it("tests from outside, with an alert that fires when most locations get no answer", () => {
    const watched = makeMonitoring({ availability: { url: "https://test-execution.example.com/health/ready" } });
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
    expect(made).not.toHaveResource(ApplicationInsightsStandardWebTest);
  });

  it("reports forecast and actual costs against the budget, from the month in which it is created", () => {
    const watched = makeMonitoring({ budget: { monthlyUsd: 500, emails: ["team@example.com"] } });
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
