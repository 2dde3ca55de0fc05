import { type StackJson, synthesizeAll } from "../synthesized";
import { bodies, body } from "./bodies";
import { evaluated } from "./late-bound-values";

/** The figures of document 002 in production's stacks, as they are deployed: a wrong value in a file fails here. */

describe("2 to 10 instances on port 8000", () => {
  test("on ECS", async () => {
    const stack = (await synthesizeAll()).get("aws-prod") as StackJson;
    const targets = await bodies("aws-prod", "aws_appautoscaling_target", /^api_/);
    const limits = Object.values(targets).map(({ min_capacity, max_capacity }) =>
      [min_capacity, max_capacity].map((of) => evaluated(of, stack)),
    );
    // The side that is not live has none between releases.
    expect(limits).toEqual([
      [2, 10],
      [0, 0],
    ]);
    for (const service of Object.values(await bodies("aws-prod", "aws_ecs_service", /^api_/))) {
      expect(service.load_balancer).toEqual([expect.objectContaining({ container_port: 8000 })]);
    }
  });

  test("on Cloud Run", async () => {
    const { template } = await body("gcp-prod", "google_cloud_run_v2_service");
    expect(template.scaling).toEqual({ min_instance_count: 2, max_instance_count: 10 });
    expect(template.containers[0].ports).toEqual({ container_port: 8000 });
  });

  test("on Container Instances: two of each color, as they do not scale", async () => {
    const groups = await bodies("azure-prod", "azurerm_container_group", /^api_/);
    expect(Object.keys(groups)).toHaveLength(4);
    for (const { container } of Object.values(groups)) {
      expect(container[0].ports).toContainEqual(expect.objectContaining({ port: 8000 }));
    }
  });

  test("on Kubernetes", async () => {
    const { spec } = await body("kubernetes-prod", "kubernetes_horizontal_pod_autoscaler_v2", /^api_/);
    expect(spec).toMatchObject({ min_replicas: 2, max_replicas: 10 });
    const deployment = await body("kubernetes-prod", "kubernetes_deployment_v1", /^api_/);
    const { container } = deployment.spec.template.spec;
    expect(container[0].port).toContainEqual(expect.objectContaining({ container_port: 8000 }));
  });
});

/** Each alert of the document: percentages, milliseconds, and "down" as no healthy target in five periods of a minute; and who hears of it. */
const alerts = [
  ["api-down", "critical", { comparison_operator: "LessThanThreshold", threshold: 1, evaluation_periods: 5 }],
  ["disk-free", "critical", { comparison_operator: "LessThanThreshold", threshold: 10 }],
  ["memory", "critical", { comparison_operator: "GreaterThanThreshold", threshold: 85 }],
  ["latency-p95", "warning", { comparison_operator: "GreaterThanThreshold", threshold: 500 }],
  ["test-failures", "warning", { comparison_operator: "GreaterThanThreshold", threshold: 20 }],
  ["cpu", "warning", { comparison_operator: "GreaterThanThreshold", threshold: 80 }],
] as const;

test.each(alerts)("%s on AWS is %s", async (alert, severity, figures) => {
  const alarms = await bodies("aws-prod", "aws_cloudwatch_metric_alarm", new RegExp(`^monitoring_alarms_${alert}-`));
  for (const alarm of Object.values(alarms)) {
    expect(alarm).toMatchObject(figures);
    expect(alarm.alarm_actions).toEqual([expect.stringContaining(`monitoring_notifications_${severity}_`)]);
  }
});

test.each([
  ["api-down", "CRITICAL", "< 1"],
  ["disk-free", "CRITICAL", "< 10"],
  ["memory", "CRITICAL", "> 85"],
  ["database-connections", "CRITICAL", ">= 5"],
  ["latency-p95", "WARNING", "> 500"],
  ["test-failures", "WARNING", "> 20"],
  ["cpu", "WARNING", "> 80"],
])("%s on Google Cloud: %s, %s", async (alert, severity, threshold) => {
  const address = new RegExp(`^monitoring_alarms_${alert}-(?!outside)`);
  for (const policy of Object.values(await bodies("gcp-prod", "google_monitoring_alert_policy", address))) {
    expect(policy.severity).toBe(severity);
    const [{ condition_prometheus_query_language: condition }] = policy.conditions;
    expect(condition.query.endsWith(` ${threshold}`) ? threshold : condition.query).toBe(threshold);
  }
});

/** Azure counts severities from 0, critical, to 4; memory and CPU of a container in MB and thousandths of a vCPU. */
test.each([
  ["api-down", 0, "LessThan", 1],
  ["disk-free", 0, "GreaterThan", 90],
  ["database-connections", 0, "GreaterThanOrEqual", 5],
  ["cpu-database", 2, "GreaterThan", 80],
  ["cpu-api", 2, "GreaterThan", 0.8 * 2000],
])("%s on Azure: severity %d, %s %d", async (alert, severity, operator, threshold) => {
  const address = new RegExp(`^monitoring_alerts_${alert}`);
  for (const found of Object.values(await bodies("azure-prod", "azurerm_monitor_metric_alert", address))) {
    expect(found).toMatchObject({ severity, criteria: [{ operator, threshold }] });
  }
});

test.each([
  ["latency-p95", 2, 500],
  ["test-failures", 2, 20],
])("%s on Azure: severity %d, over %d", async (alert, severity, threshold) => {
  const address = new RegExp(`^monitoring_alerts_${alert}`);
  expect(await body("azure-prod", "azurerm_monitor_scheduled_query_rules_alert_v2", address)).toMatchObject({
    severity,
    criteria: [{ operator: "GreaterThan", threshold }],
  });
});

test.each([
  ["ApiDown", "critical", "< 1", "300s"],
  ["DatabaseConnectionsRefused", "critical", ">= 5", "0s"],
  ["DiskNearlyFull", "critical", "< 10", "300s"],
  ["MemoryNearlyUsedUp", "critical", "> 85", "300s"],
  ["HighLatency", "warning", "> 500", "300s"],
  ["HighErrorRate", "critical", "> 1", "0s"],
  ["TestFailures", "warning", "> 20", "0s"],
  ["CpuNearlyUsedUp", "warning", "> 80", "300s"],
])("%s on Kubernetes: %s, %s, for document 003's workload too", async (alert, severity, threshold, duration) => {
  for (const id of ["kubernetes-prod", "ai-prism-kubernetes-prod"]) {
    const { values } = await body(id, "helm_release", /^monitoring_alerting_/);
    const { rules } = JSON.parse(values[0]) as {
      rules: { alert: string; expr: string; for: string; labels: object }[];
    };
    const found = rules.filter((rule) => rule.alert === alert);
    expect(found.length).toBeGreaterThan(0);
    for (const rule of found) {
      expect(rule).toMatchObject({ for: duration, labels: { severity } });
      expect(rule.expr.endsWith(` ${threshold}`) ? threshold : rule.expr).toBe(threshold);
    }
  }
});

test("what is backed up daily on AWS is kept for 30 days", async () => {
  const { rule } = await body("aws-prod", "aws_backup_plan");
  expect(rule).toEqual([expect.objectContaining({ rule_name: "daily", lifecycle: { delete_after: 30 } })]);
});

test("production's budget on AWS is the upper end of the document's high availability, 800 to 1,200 USD", async () => {
  expect(await body("aws-prod", "aws_budgets_budget")).toMatchObject({ limit_amount: "1200", limit_unit: "USD" });
});
