import { watchAurora } from "../../../../../modules/aws/monitoring/watch/watch-aurora";
import { watchCache } from "../../../../../modules/aws/monitoring/watch/watch-cache";
import { watchLoadBalancer } from "../../../../../modules/aws/monitoring/watch/watch-load-balancer";
import { watchNodes } from "../../../../../modules/aws/monitoring/watch/watch-nodes";
import { watchPods } from "../../../../../modules/aws/monitoring/watch/watch-target-group";
import { watchWebFirewall } from "../../../../../modules/aws/monitoring/watch/watch-web-firewall";
import { alerts } from "../../../alerts-fixture";
import { alarms, dashboardNames, graphs, makeMonitoring, widgets } from "../monitoring-fixture";

/** What the stack `aws-eks` watches: pods behind a load balancer, nodes, an Aurora cluster, a web firewall. */

const loadBalancer = { arnSuffix: "app/lb/1" };
const pods = { arnSuffix: "targetgroup/api/1", loadBalancer: loadBalancer.arnSuffix };
const database = { identifier: "main", localStorageGib: 31, logGroupName: "/aws/rds/cluster/main/postgresql" };
const nodes = watchNodes({ clusterName: "prism" }, alerts);
const withoutNodes = [
  watchLoadBalancer(loadBalancer, alerts),
  watchPods("api", pods, alerts),
  watchAurora(database, "ai-prism", alerts),
];
const make = () => makeMonitoring([nodes, ...withoutNodes]);

test("the same alerts watch pods, nodes and an Aurora cluster", () => {
  expect(Object.keys(alarms(make())).sort()).toEqual([
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

test("nodes are watched through Container Insights", () => {
  expect(alarms(make())["memory-nodes"]).toMatchObject({
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
  const without = makeMonitoring(withoutNodes);
  expect(Object.keys(alarms(without))).not.toEqual(expect.arrayContaining([expect.stringMatching(/nodes/)]));
  expect(without.text).not.toContain("ContainerInsights");
});

test("an Aurora cluster is judged by its worst instance, its disk by the local storage: the volume grows by itself", () => {
  const found = alarms(make());
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

test("the remedies speak of pods, nodes and Aurora, not of ECS and RDS storage", () => {
  for (const { alarm_description } of Object.values(alarms(make()))) {
    expect(alarm_description).not.toMatch(/ECS|tasks? |storage_gib|memory_mib/);
  }
});

test("the infrastructure dashboard begins with CPU and memory, and shows the volume and the readers of Aurora and the nodes", () => {
  expect(Object.entries(graphs(widgets(make(), "infrastructure")))).toEqual([
    ["CPU (%)", ["nodes", "database"]],
    ["Memory (%)", ["nodes"]],
    ["Free database storage (%)", ["free"]],
    ["Connections", ["database", "database, refused"]],
    ["Database volume (bytes)", ["used"]],
    ["Lag of the readers (ms)", ["slowest"]],
    ["Nodes", ["all", "failed"]],
  ]);
  const withCache = makeMonitoring([...withoutNodes, watchCache({ identifier: "redis", nodes: 1 })]);
  expect(
    widgets(withCache, "infrastructure")
      .map(({ title }) => title)
      .slice(0, 2),
  ).toEqual(["CPU (%)", "Memory (%)"]);
});

test("where the application publishes no metrics there is neither a business dashboard nor an alarm on failed tests", () => {
  expect(dashboardNames(make()).sort()).toEqual(["application", "infrastructure", "sla"]);
  expect(Object.keys(graphs(widgets(make(), "application")))).not.toContain("Connection pool");
});

test("the application dashboard shows what the firewall stopped", () => {
  const firewall = watchWebFirewall({ metricDimensions: { WebACL: "web", Region: "us-east-1" } });
  const title = "Requests stopped by the firewall";
  const shown = widgets(makeMonitoring([...withoutNodes, firewall]), "application");
  expect(shown.find((widget) => widget.title === title)?.metrics).toContainEqual([
    "AWS/WAFV2",
    "BlockedRequests",
    "WebACL",
    "web",
    "Region",
    "us-east-1",
    "Rule",
    "ALL",
    expect.objectContaining({ stat: "Sum" }),
  ]);
  expect(Object.keys(graphs(widgets(make(), "application")))).not.toContain(title);
});

test("every graph has a line, also without nodes and without a cache", () => {
  const stack = makeMonitoring(withoutNodes);
  for (const name of dashboardNames(stack)) {
    for (const { metrics, alarms: shown } of widgets(stack, name)) expect(metrics ?? shown).not.toEqual([]);
  }
});
