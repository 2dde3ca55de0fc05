import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import { resourcesOf } from "../fixtures";
import { synthMonitoring } from "./monitoring-fixture";

/** Prometheus's own tool reads the queries and runs them over made-up series, as Cloud Monitoring does over its metrics. */

const unavailable = spawnSync("promtool", ["--version"]).error && "promtool is not on the PATH";
const title = unavailable ? `skipped: PromQL of Google Cloud: ${unavailable}` : "PromQL of Google Cloud";
// Jest prints no name of a file whose tests are all skipped.
if (unavailable) process.stderr.write(`${title}\n`);

interface Policy {
  readonly display_name: string;
  readonly conditions: { condition_prometheus_query_language: { query: string } }[];
}

const stack = synthMonitoring({
  uptime: { host: "api.example.com", path: "/health/live" },
  queue: { subscriptionName: "jobs" },
  cache: { instanceId: "cache" },
  loadBalancer: { urlMapName: "front", securityPolicyName: "firewall" },
});
const readable = (query: string) => query.replace(/\$\{[^}]*\}/g, "token");
const rules = resourcesOf<Policy>(stack, MonitoringAlertPolicy).map(({ display_name, conditions }) => ({
  alert: display_name.replace("test-execution-prod-", ""),
  expr: readable(conditions[0].condition_prometheus_query_language.query),
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "promql-gcp-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: object): string {
  const path = join(folder, file);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function promtool(...args: string[]): string {
  const { stdout, stderr } = spawnSync("promtool", args, { encoding: "utf8" });
  return stdout + stderr;
}

/** A system that is well, in series such as `0+60x30`: from 0, 60 more each minute. */
const well = {
  'run_googleapis_com:container_instance_count{monitored_resource="cloud_run_revision",service_name="api",state="active"}':
    "2x30",
  'monitoring_googleapis_com:uptime_check_check_passed{monitored_resource="uptime_url",check_id="token",checker_location="eur"}':
    "1x30",
  'cloudsql_googleapis_com:database_disk_utilization{monitored_resource="cloudsql_database",database_id="example-prod:main"}':
    "0.5x30",
};
const requests = (code: string) =>
  `loadbalancing_googleapis_com:https_request_count{monitored_resource="https_lb_rule",url_map_name="front",response_code_class="${code}"}`;

/** Runs the policies for 15 minutes; says nothing when exactly the expected ones are raised. */
function raised(series: Readonly<Record<string, string>>, expected: readonly string[]): string {
  const input = Object.entries({ ...well, ...series }).map(([name, values]) => ({ series: name, values }));
  return promtool(
    "test",
    "rules",
    write("test.json", {
      rule_files: [write("rules.json", { groups: [{ name: "rules", rules }] })],
      evaluation_interval: "1m",
      tests: [
        {
          interval: "1m",
          input_series: input,
          promql_expr_test: [
            {
              expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
              eval_time: "15m",
              exp_samples: expected.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
            },
          ],
        },
      ],
    }),
  );
}

(unavailable ? describe.skip : describe)(title, () => {
  test("Prometheus reads every query of policies and dashboards", () => {
    const shown = resourcesOf<{ dashboard_json: string }>(stack, MonitoringDashboard).flatMap(({ dashboard_json }) =>
      [...dashboard_json.matchAll(/"prometheusQuery":("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text)),
    );
    expect(shown.length).toBeGreaterThan(20);
    const records = shown.map((query, index) => ({ record: `shown:${index}`, expr: readable(query) }));
    const checked = promtool(
      "check",
      "rules",
      write("rules.json", { groups: [{ name: "all", rules: [...rules, ...records] }] }),
    );
    expect(checked).toContain(`SUCCESS: ${rules.length + records.length} rules found`);
  });

  test("nothing is raised while all is well, and while nobody asks for anything", () => {
    expect(raised({}, [])).toContain("SUCCESS");
  });

  test("no replica, no answer and a silent database are each raised", () => {
    const silent = Object.fromEntries(Object.keys(well).map((series) => [series, "_x30"]));
    expect(raised(silent, ["api-down-api", "api-down-outside", "disk-free-database"])).toContain("SUCCESS");
  });

  test("one request in fifty that fails is raised, one in two hundred is not", () => {
    expect(raised({ [requests("200")]: "0+98x30", [requests("500")]: "0+2x30" }, ["error-rate-api"])).toContain(
      "SUCCESS",
    );
    expect(raised({ [requests("200")]: "0+199x30", [requests("500")]: "0+1x30" }, [])).toContain("SUCCESS");
  });

  test("one response in ten above a second is raised", () => {
    const bucket = (le: string) =>
      `loadbalancing_googleapis_com:https_total_latencies_bucket{monitored_resource="https_lb_rule",url_map_name="front",le="${le}"}`;
    const slow = { [bucket("100")]: "0+90x30", [bucket("1000")]: "0+90x30", [bucket("2000")]: "0+100x30" };
    expect(raised({ ...slow, [bucket("+Inf")]: "0+100x30" }, ["latency-p95-api"])).toContain("SUCCESS");
  });

  test("one failed test in four is raised, summed over frameworks and replicas", () => {
    const tests = (metric: string, framework: string) =>
      `workload_googleapis_com:test_execution_${metric}{monitored_resource="generic_task",framework="${framework}"}`;
    const series = {
      [tests("TestsRun", "pytest")]: "0+30x30",
      [tests("TestsRun", "jest")]: "0+10x30",
      [tests("TestsFailed", "jest")]: "0+10x30",
    };
    expect(raised(series, ["test-failures-executions"])).toContain("SUCCESS");
  });

  test("a full disk, a busy worker and refused connections are each raised", () => {
    const [, , disk] = Object.keys(well);
    const cpu = (suffix: string) =>
      `run_googleapis_com:container_cpu_utilizations_${suffix}{monitored_resource="cloud_run_worker_pool",worker_pool_name="worker"}`;
    const refused =
      'logging_googleapis_com:user_test_execution_prod_refused_connections{monitored_resource="cloudsql_database",database_id="example-prod:main"}';
    const series = { [disk]: "0.95x30", [cpu("sum")]: "0+0.9x30", [cpu("count")]: "0+1x30", [refused]: "0+2x30" };
    expect(raised(series, ["cpu-worker", "database-connections-database", "disk-free-database"])).toContain("SUCCESS");
  });
});
