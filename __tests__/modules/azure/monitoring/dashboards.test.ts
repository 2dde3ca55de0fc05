import { resourceId } from "../fixtures";
import { ids, makeMonitoring, workbooksOf } from "./monitoring-fixture";

describe("Dashboards", () => {
  const made = makeMonitoring();

  it("shows four dashboards, the same for the same settings", () => {
    const { application, business, infrastructure, sla } = workbooksOf(made);
    expect(makeMonitoring().text).toBe(made.text);
    expect(Object.keys(application)).toEqual([
      "Requests",
      "Response time (ms)",
      "Errors",
      "Healthy containers",
      "Connection pool",
      "Processing time (s)",
    ]);
    expect(application.Requests.query).toContain(`_ResourceId =~ "${ids.gateway}"`);
    expect(application["Response time (ms)"].query).toMatch(/p95 = 1000 \* percentile.* extend limit = 500$/);
    expect(infrastructure["CPU of containers"].resourceIds).toEqual([ids.group]);
    expect(infrastructure["Database (%)"].resourceIds).toEqual([ids.database]);
    expect(infrastructure).not.toHaveProperty(["Cache (%)"]);
    expect(business["Test executions"].query).toContain('Name in ("tests_run_total", "tests_failed_total")');
    expect(sla["Availability (%), promised 99.9"].query).toMatch(/ \/ \(100 - 99\.9\)\)$/);
    expect(sla.Alerts.query).toContain('targetResourceGroup =~ "test-execution-prod"');
  });

  it("shows the cache where there is one", () => {
    const { infrastructure } = workbooksOf(makeMonitoring({ cache: { id: ids.cache } }));
    expect(infrastructure["Cache (%)"].resourceIds).toEqual([ids.cache]);
    expect(infrastructure["Cache connections"].resourceIds).toEqual([ids.cache]);
  });

  it("shows the queue of every component", () => {
    const namespaceId = (name: string) => resourceId("Microsoft.ServiceBus/namespaces", name);
    const depth = (...components: string[]) => {
      const queues = Object.fromEntries(components.map((name) => [name, { namespaceId: namespaceId(name) }]));
      return workbooksOf(makeMonitoring({ queues })).application["Queue depth"];
    };
    expect(depth()).toBeUndefined();
    for (const components of [["worker"], ["worker", "mailer"]]) {
      expect(depth(...components).resourceIds).toEqual(components.map(namespaceId));
      expect(depth(...components).metrics).toEqual([
        expect.objectContaining({ metric: expect.stringMatching(/--ActiveMessages$/), splitBy: "EntityName" }),
        expect.objectContaining({ metric: expect.stringMatching(/--DeadletteredMessages$/), splitBy: "EntityName" }),
      ]);
    }
  });
});
