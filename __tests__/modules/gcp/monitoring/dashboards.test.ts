import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import type { MonitoringProps } from "../../../../modules/gcp/monitoring/monitoring";
import { dashboard, makeMonitoring, queries } from "./monitoring-fixture";

test("four dashboards show the application, its infrastructure, the business and the SLA", () => {
  const made = makeMonitoring({
    cache: { instanceId: "redis" },
    queues: { worker: { subscriptionName: "jobs" } },
    availabilityTargetPercent: 99.5,
  });
  expect(made.all(MonitoringDashboard)).toHaveLength(4);
  const application = queries(made, "application");
  expect(application["Requests a second"].requests).toMatch(/https_request_count\{.*url_map_name="front"/);
  expect(application["Response time (ms)"].p95).toMatch(/^histogram_quantile\(0\.95, .*https_total_latencies_bucket\{/);
  expect(application["Errors a second"]["5xx"]).toContain('response_code_class="500"');
  expect(application["Connection pool"]["in use, highest"]).toMatch(/^max\(.*:pool_connections\{/);
  expect(application["Requests a second judged by Cloud Armor"].blocked).toContain(
    'policy_name="firewall", blocked="true"',
  );

  const infrastructure = queries(made, "infrastructure");
  expect(Object.keys(infrastructure["CPU (%)"])).toEqual(["api", "worker", "database", "cache"]);
  expect(Object.keys(infrastructure["Memory (%)"])).toEqual(["api", "worker", "database", "cache"]);
  expect(infrastructure["Free database storage (%)"].free).toContain("database_disk_utilization{");
  expect(infrastructure.Connections.database).toContain("database_postgresql_num_backends{");
  expect(infrastructure.Connections.cache).toContain('instance_id="redis"');

  const business = queries(made, "business");
  expect(business["Failed (%)"].failed).toMatch(/tests_failed_total.*tests_run_total/);
  expect(business["Executions by framework"][""]).toMatch(/^sum by \(framework\) .*tests_run_total/);

  const sla = queries(made, "sla");
  expect(sla["Availability in 30 days (%), promised 99.5"][""]).toMatch(/^100 - .*\[30d\]/);
  expect(sla["Error budget left of 30 days (%)"][""]).toMatch(/ \/ \(100 - 99\.5\)\)$/);
  const incidents = dashboard(made, "sla")?.tiles.find(({ widget }) => widget.incidentList);
  expect(incidents?.widget.incidentList?.policyNames).toHaveLength(made.all(MonitoringAlertPolicy).length);
});

test("the queue of every component is on the dashboard, named where there are several", () => {
  const queueLines = (queues: MonitoringProps["queues"]) => {
    const shown = queries(makeMonitoring({ queues }), "application");
    return [shown["Queue depth"], shown["Waiting time of the oldest message (s)"]];
  };
  const worker = { subscriptionName: "jobs" };
  expect(queueLines(undefined)).toEqual([undefined, undefined]);
  expect(queueLines({ worker })).toEqual([
    { "waiting or in work": expect.stringContaining("num_undelivered_messages{") },
    { age: expect.stringContaining('subscription_id="jobs"') },
  ]);
  expect(queueLines({ worker, mailer: { subscriptionName: "mails" } })).toEqual([
    {
      "worker: waiting or in work": expect.stringContaining('subscription_id="jobs"'),
      "mailer: waiting or in work": expect.stringContaining('subscription_id="mails"'),
    },
    {
      "worker: age": expect.stringContaining('subscription_id="jobs"'),
      "mailer: age": expect.stringContaining('subscription_id="mails"'),
    },
  ]);
});

test("widgets are in rows of two, and positions of 0, which the API omits, are not written", () => {
  const shown = dashboard(makeMonitoring(), "infrastructure");
  expect(shown?.columns).toBe(48);
  expect(shown?.tiles.map(({ xPos, yPos }) => ({ xPos, yPos }))).toEqual([
    {},
    { xPos: 24 },
    { yPos: 16 },
    { xPos: 24, yPos: 16 },
  ]);
});
