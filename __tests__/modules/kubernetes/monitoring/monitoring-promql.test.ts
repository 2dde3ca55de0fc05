import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Dashboards } from "../../../../modules/kubernetes/monitoring/dashboards";
import { prometheusAlerts } from "../../../../modules/kubernetes/monitoring/prometheus-alerts";
import { synthesized } from "../../../synthesized";
import { alerts } from "../../alerts-fixture";
import { business } from "../../business-fixture";
import { names, namespace } from "../containers/service-fixture";
import { services } from "./monitoring-fixture";

/** promtool runs the alert rules over made-up series, and checks the queries of the dashboards. */

const unavailable = spawnSync("promtool", ["--version"]).error && "promtool is not on the PATH";
const title = unavailable ? `skipped: PromQL: ${unavailable}` : "PromQL";
// Jest prints no name of a file whose tests are all skipped.
if (unavailable) process.stderr.write(`${title}\n`);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "promql-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sources = { namespace, services, business };

function write(file: string, content: object): string {
  const path = join(folder, file);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function promtool(...args: string[]): string {
  const { stdout, stderr } = spawnSync("promtool", args, { encoding: "utf8" });
  return stdout + stderr;
}

/** Runs the rules for 15 minutes over series such as `queue_depth{…}` → `0+1x30` (from 0, one more with each scrape). */
function firing(series: Readonly<Record<string, string>>, expected: Readonly<Record<string, string>>): string {
  const input = Object.entries(series).map(([name, values]) => ({
    series: name.replace("{", `{namespace="${namespace}",`),
    values,
  }));
  return promtool(
    "test",
    "rules",
    write("test.json", {
      rule_files: [
        write("rules.json", { groups: [{ name: "rules", rules: prometheusAlerts(names, sources, alerts) }] }),
      ],
      evaluation_interval: "30s",
      tests: [
        {
          interval: "30s",
          input_series: input,
          promql_expr_test: [
            {
              expr: 'sum by (alertname, service) (ALERTS{alertstate="firing"})',
              eval_time: "15m",
              exp_samples: Object.entries(expected).map(([alertname, service]) => ({
                labels: `{alertname="${alertname}", service="${service}"}`,
                value: 1,
              })),
            },
          ],
        },
      ],
    }),
  );
}

/** The Deployment that gets the requests when Flagger is used. */
const healthy = { 'kube_deployment_status_replicas_available{deployment="ai-prism-api-primary"}': "1+0x40" };

(unavailable ? describe.skip : describe)(title, () => {
  test("no alert fires for a healthy system", () => {
    const series = {
      ...healthy,
      'kube_deployment_status_replicas_available{deployment="ai-prism-api"}': "0+0x40",
      'http_requests_total{status="200"}': "0+995x40",
      'http_requests_total{status="503"}': "0+5x40",
      'tests_run_total{framework="pytest"}': "0+10x40",
    };
    expect(firing(series, {})).toContain("SUCCESS");
  });

  test("the API counts as down when it has no series", () => {
    expect(firing({}, { ApiDown: "api" })).toContain("SUCCESS");
  });

  test("errors, slow answers and failed tests raise alerts from the application's own metrics", () => {
    const series = {
      ...healthy,
      'http_requests_total{status="200"}': "0+98x40",
      'http_requests_total{status="500"}': "0+2x40",
      'http_request_duration_seconds_bucket{le="0.5"}': "0+90x40",
      'http_request_duration_seconds_bucket{le="1"}': "0+100x40",
      'http_request_duration_seconds_bucket{le="+Inf"}': "0+100x40",
      'tests_run_total{framework="pytest"}': "0+10x40",
      'tests_failed_total{framework="pytest"}': "0+3x40",
      'database_connection_errors_total{pod="a"}': "0+1x40",
    };
    const expected = {
      HighErrorRate: "api",
      HighLatency: "api",
      TestFailures: "executions",
      DatabaseConnectionsRefused: "database",
    };
    expect(firing(series, expected)).toContain("SUCCESS");
  });

  test("one full pod among many raises an alert, also of a worker and of Flagger's primary", () => {
    const primary = 'container="api",pod="ai-prism-api-primary-5d4f8-abcde"';
    const worker = 'container="worker",pod="ai-prism-worker-5d4f8-abcde"';
    const series = {
      ...healthy,
      [`container_memory_working_set_bytes{${primary}}`]: "90+0x40",
      // The sum of the pod, which must not be counted twice.
      'container_memory_working_set_bytes{container="",pod="ai-prism-worker-5d4f8-abcde"}': "80+0x40",
      [`container_memory_working_set_bytes{${worker}}`]: "80+0x40",
      [`kube_pod_container_resource_limits{resource="memory",${primary}}`]: "100+0x40",
      [`kube_pod_container_resource_limits{resource="memory",${worker}}`]: "100+0x40",
      [`container_cpu_usage_seconds_total{${worker}}`]: "0+27x40",
      [`kube_pod_container_resource_limits{resource="cpu",${worker}}`]: "1+0x40",
      'kubelet_volume_stats_available_bytes{persistentvolumeclaim="data"}': "5+0x40",
      'kubelet_volume_stats_capacity_bytes{persistentvolumeclaim="data"}': "100+0x40",
    };
    expect(
      firing(series, { MemoryNearlyUsedUp: "api", CpuNearlyUsedUp: "worker", DiskNearlyFull: "volumes" }),
    ).toContain("SUCCESS");
  });

  test("every query of the dashboards is valid PromQL", () => {
    const made = synthesized((scope) => {
      const settings = { labels: {}, latencyThreshold: 500, availabilityTargetPercent: 99.9 };
      new Dashboards(scope, "dashboards", { names, sources, ...settings });
    });
    const queries = made
      .all(ConfigMapV1)
      .flatMap(({ data }) => Object.values<string>(data))
      .flatMap((json): { targets: { expr: string }[] }[] => JSON.parse(json).panels)
      .flatMap(({ targets }) => targets.map(({ expr }) => expr.replace(/\$__\w+/g, "5m")));
    const recorded = queries.map((expr, i) => ({ record: `query:${i}`, expr }));

    expect(
      promtool("check", "rules", write("queries.json", { groups: [{ name: "queries", rules: recorded }] })),
    ).toContain(`SUCCESS: ${queries.length} rules found`);
  });
});
