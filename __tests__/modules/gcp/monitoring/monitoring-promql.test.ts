import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { makeMonitoring, queries } from "./monitoring-fixture";

/** `promtool`, Prometheus's own tool, parses the queries and evaluates them over invented series. */

const unavailable = spawnSync("promtool", ["--version"]).error && "promtool is not on the PATH";
const title = unavailable ? `skipped: PromQL of Google Cloud: ${unavailable}` : "PromQL of Google Cloud";
// Jest prints no name of a file whose tests are all skipped.
if (unavailable) process.stderr.write(`${title}\n`);

const made = makeMonitoring({
  uptime: { host: "api.example.com", path: "/health/live" },
  queues: { worker: { subscriptionName: "jobs" } },
  cache: { instanceId: "cache" },
});
const readable = (query: string) => query.replace(/\$\{[^}]*\}/g, "token");
const rules = made.all(MonitoringAlertPolicy).map(({ display_name, conditions }) => ({
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

/** A healthy system. A series such as `0+60x30` begins at 0 and grows by 60 a minute, 30 times. */
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

/** Evaluates the policies for 15 minutes. The output contains SUCCESS if exactly the expected ones fire. */
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
  test("Prometheus parses every query of policies and dashboards", () => {
    const names = ["application", "infrastructure", "business", "sla"];
    const shown = names.flatMap((name) => Object.values(queries(made, name)).flatMap(Object.values<string>));
    expect(shown.length).toBeGreaterThan(20);
    const records = shown.map((query, index) => ({ record: `shown:${index}`, expr: readable(query) }));
    const checked = promtool(
      "check",
      "rules",
      write("rules.json", { groups: [{ name: "all", rules: [...rules, ...records] }] }),
    );
    expect(checked).toContain(`SUCCESS: ${rules.length + records.length} rules found`);
  });

  test("no alert fires while the system is healthy and gets no requests", () => {
    expect(raised({}, [])).toContain("SUCCESS");
  });

  test("alerts fire for missing replicas, a missing answer and a database without metrics", () => {
    const silent = Object.fromEntries(Object.keys(well).map((series) => [series, "_x30"]));
    expect(raised(silent, ["api-down-api", "api-down-outside", "disk-free-database"])).toContain("SUCCESS");
  });

  test("an alert fires when one request in fifty fails, not when one in two hundred does", () => {
    expect(raised({ [requests("200")]: "0+98x30", [requests("500")]: "0+2x30" }, ["error-rate-api"])).toContain(
      "SUCCESS",
    );
    expect(raised({ [requests("200")]: "0+199x30", [requests("500")]: "0+1x30" }, [])).toContain("SUCCESS");
  });

  test("an alert fires when one response in ten takes more than a second", () => {
    const bucket = (le: string) =>
      `loadbalancing_googleapis_com:https_total_latencies_bucket{monitored_resource="https_lb_rule",url_map_name="front",le="${le}"}`;
    const slow = { [bucket("100")]: "0+90x30", [bucket("1000")]: "0+90x30", [bucket("2000")]: "0+100x30" };
    expect(raised({ ...slow, [bucket("+Inf")]: "0+100x30" }, ["latency-p95-api"])).toContain("SUCCESS");
  });

  test("an alert fires when one test in four fails, summed over frameworks and replicas", () => {
    const tests = (metric: string, framework: string, namespace = "test-execution-prod") =>
      `workload_googleapis_com:${metric}{monitored_resource="generic_task",namespace="${namespace}",framework="${framework}"}`;
    const series = {
      [tests("tests_run_total", "pytest")]: "0+30x30",
      [tests("tests_run_total", "jest")]: "0+10x30",
      [tests("tests_failed_total", "jest")]: "0+10x30",
      // What another environment of the project runs does not count.
      [tests("tests_run_total", "jest", "test-execution-prod-dr")]: "0+900x30",
    };
    expect(raised(series, ["test-failures-executions"])).toContain("SUCCESS");
  });

  test("alerts fire for a full disk, a busy worker and refused connections", () => {
    const [, , disk] = Object.keys(well);
    const cpu = (suffix: string) =>
      `run_googleapis_com:container_cpu_utilizations_${suffix}{monitored_resource="cloud_run_worker_pool",worker_pool_name="worker"}`;
    const refused =
      'logging_googleapis_com:user_test_execution_prod_refused_connections{monitored_resource="cloudsql_database",database_id="example-prod:main"}';
    const series = { [disk]: "0.95x30", [cpu("sum")]: "0+0.9x30", [cpu("count")]: "0+1x30", [refused]: "0+2x30" };
    expect(raised(series, ["cpu-worker", "database-connections-database", "disk-free-database"])).toContain("SUCCESS");
  });
});
