import { Testing } from "cdktf";
import type { Alerts } from "../../../../modules/aws/monitoring/alarms";
import { Monitoring, type MonitoringProps } from "../../../../modules/aws/monitoring/monitoring";
import { names } from "../fixtures";

/** What aws-eks watches: pods behind a load balancer, an Aurora cluster, a web firewall. */

const alert = { threshold: 1, forSeconds: 300, severity: "critical" } as const;
const alerts: Alerts = {
  api_down: alert,
  database_connections: alert,
  disk_free: { ...alert, threshold: 10 },
  memory: alert,
  latency_p95: alert,
  test_failures: alert,
  cpu: alert,
  error_rate: alert,
};

const synth = (props: Partial<MonitoringProps> = {}) =>
  Testing.synthScope((scope) => {
    new Monitoring(scope, "monitoring", {
      names,
      keyArn: "arn:key",
      emails: { critical: [], warning: [] },
      alerts,
      services: { targetGroupArnSuffixes: { api: "targetgroup/api/1" }, eksClusterName: "prism" },
      loadBalancer: { arnSuffix: "app/lb/1" },
      database: { identifier: "main", localStorageGib: 31, logGroupName: "/aws/rds/cluster/main/postgresql" },
      publishesMetrics: false,
      ...props,
    });
  });

type Json = Record<string, unknown>;
const resources = (stack: string, type: string) => Object.values<Json>(JSON.parse(stack).resource?.[type] ?? {});
const alarms = (stack: string) =>
  Object.fromEntries(
    resources(stack, "aws_cloudwatch_metric_alarm").map((found) => [
      String(found.alarm_name).replace("test-execution-prod-", ""),
      found,
    ]),
  );
const dashboards = (stack: string): Record<string, { widgets: { properties: Json & { title: string } }[] }> =>
  Object.fromEntries(
    resources(stack, "aws_cloudwatch_dashboard").map((found) => [
      String(found.dashboard_name).replace("test-execution-prod-", ""),
      JSON.parse(String(found.dashboard_body)),
    ]),
  );
const titles = (stack: string, name: string) =>
  dashboards(stack)[name].widgets.map(({ properties }) => properties.title);

test("the same alerts watch pods, nodes and an Aurora cluster", () => {
  expect(Object.keys(alarms(synth())).sort()).toEqual([
    "api-down-api",
    "cpu-database",
    "cpu-nodes",
    "database-connections-database",
    "disk-free-database",
    "error-rate-api",
    "latency-p95-api",
    "memory-nodes",
  ]);
});

test("nodes are asked through Container Insights, and only where their cluster is named", () => {
  expect(alarms(synth())["memory-nodes"]).toMatchObject({
    metric_query: [
      {
        metric: {
          namespace: "ContainerInsights",
          metric_name: "node_memory_utilization",
          dimensions: { ClusterName: "prism" },
        },
      },
    ],
  });
  const without = synth({ services: { targetGroupArnSuffixes: { api: "targetgroup/api/1" } } });
  expect(Object.keys(alarms(without))).not.toEqual(expect.arrayContaining([expect.stringMatching(/nodes/)]));
  expect(without).not.toContain("ContainerInsights");
});

test("an Aurora cluster is judged by its worst instance, its disk by the local storage: the volume grows by itself", () => {
  const found = alarms(synth());
  expect(found["cpu-database"]).toMatchObject({
    metric_query: [{ metric: { stat: "Maximum", dimensions: { DBClusterIdentifier: "main" } } }],
  });
  expect(found["disk-free-database"]).toMatchObject({
    threshold: 10,
    metric_query: [
      { metric: { metric_name: "FreeLocalStorage", stat: "Minimum", dimensions: { DBClusterIdentifier: "main" } } },
      { expression: "100 * free / (31 * 1073741824)" },
    ],
  });
});

test("what to do speaks of pods, nodes and Aurora, not of ECS and RDS storage", () => {
  for (const { alarm_description } of Object.values(alarms(synth()))) {
    expect(alarm_description).not.toMatch(/ECS|tasks? |storage_gib|memory_mib/);
  }
});

test("server errors are a share of all requests in the whole time (document 003)", () => {
  expect(alarms(synth())["error-rate-api"]).toMatchObject({
    comparison_operator: "GreaterThanThreshold",
    threshold: 1,
    evaluation_periods: 1,
    metric_query: expect.arrayContaining([
      expect.objectContaining({ expression: expect.stringMatching(/^100 - IF\(/), return_data: true }),
    ]),
  });
});

test("an application that publishes no metrics has no business dashboard, and no graph of its own metrics", () => {
  const stack = synth();
  expect(Object.keys(dashboards(stack)).sort()).toEqual(["application", "infrastructure", "sla"]);
  expect(titles(stack, "application")).not.toContain("Connection pool");
  expect(Object.keys(dashboards(synth({ publishesMetrics: true })))).toContain("business");
});

test("dashboards show the volume and the readers of Aurora, the nodes, and what the firewall stopped", () => {
  const stack = synth({ webFirewall: { metricDimensions: { WebACL: "edge", Region: "us-east-1" } } });
  expect(titles(stack, "infrastructure")).toEqual(
    expect.arrayContaining(["Database volume (bytes)", "Lag of the readers (ms)", "Nodes"]),
  );
  const widget = dashboards(stack).application.widgets.find(({ properties }) => /firewall/.test(properties.title));
  expect(widget?.properties.metrics).toContainEqual([
    "AWS/WAFV2",
    "BlockedRequests",
    "WebACL",
    "edge",
    "Region",
    "us-east-1",
    "Rule",
    "ALL",
    expect.objectContaining({ stat: "Sum" }),
  ]);
  expect(titles(synth(), "application")).not.toContain("Requests stopped by the firewall");
});

test("every graph has a line, also where there are neither nodes nor a cache", () => {
  const stack = synth({ services: { targetGroupArnSuffixes: { api: "targetgroup/api/1" } } });
  for (const { widgets } of Object.values(dashboards(stack))) {
    for (const { properties } of widgets) expect(properties.metrics ?? properties.alarms).not.toEqual([]);
  }
});
