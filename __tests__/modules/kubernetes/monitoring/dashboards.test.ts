import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { Dashboards } from "../../../../modules/kubernetes/monitoring/dashboards";
import { names, namespace } from "../containers/workload-fixture";
import { services } from "./monitoring-fixture";

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
    readonly gridPos: { readonly x: number; readonly y: number };
  }[];
}

const synth = () =>
  Testing.synthScope((scope) => {
    new Dashboards(scope, "dashboards", {
      names,
      sources: { namespace, services },
      labels: { environment: "prod" },
      latencyThreshold: 500,
      availabilityTargetPercent: 99.9,
    });
  });

/** The dashboard that the ConfigMap of this name holds. */
function dashboard(name: string): Dashboard {
  const configMaps: { data: Record<string, string> }[] = Object.values(
    JSON.parse(synth()).resource.kubernetes_config_map_v1,
  );
  const json = configMaps.map(({ data }) => data[`ai-prism-prod-${name}.json`]).find(Boolean);
  return JSON.parse(json ?? "null");
}

const titles = (name: string) => dashboard(name).panels.map(({ title }) => title);
const all = ["application", "infrastructure", "business", "sla"];

describe("Dashboards", () => {
  test("Grafana finds each by its label", () => {
    expect(synth()).toHaveResourceWithProperties(ConfigMapV1, {
      metadata: {
        name: "dashboard-sla",
        namespace: "ai-prism-prod",
        labels: { environment: "prod", grafana_dashboard: "1" },
      },
    });
  });

  test("the application's shows rates, times, errors, pool usage, queue depth and processing time", () => {
    expect(titles("application")).toEqual(
      expect.arrayContaining([
        "Requests",
        "Response time",
        "Errors",
        "Connection pool",
        "Queue depth",
        "Processing time",
      ]),
    );
  });

  test("the business one shows executions and frameworks", () => {
    expect(titles("business")).toEqual(expect.arrayContaining(["Test executions", "Executions by framework"]));
  });

  test("the infrastructure's has a line for each service", () => {
    const [cpu] = dashboard("infrastructure").panels;
    expect(cpu.targets.map(({ legendFormat }) => legendFormat)).toEqual(["api", "worker"]);
  });

  test("the SLA's error budget is what the promise leaves", () => {
    const budget = dashboard("sla").panels.find(({ title }) => title === "Error budget left");
    expect(budget?.targets[0].expr).toMatch(/^100 \* \(1 - \(100 - 100 \* \(1 - .+\)\) \/ \(100 - 99\.9\)\)$/);
  });

  test.each(all)("%s: every query is about this namespace, and no two panels share a place", (name) => {
    const { uid, panels } = dashboard(name);
    // Grafana's limit.
    expect(uid.length).toBeLessThanOrEqual(40);
    for (const { expr } of panels.flatMap(({ targets }) => targets)) {
      expect(expr.match(/\{namespace="ai-prism-prod"/g)?.length).toBe(expr.match(/\{/g)?.length);
    }
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length);
  });

  test("nothing in them is Terraform's to fill in", () => {
    expect(all.map((name) => JSON.stringify(dashboard(name))).join()).not.toMatch(/[$%]\{/);
  });
});
