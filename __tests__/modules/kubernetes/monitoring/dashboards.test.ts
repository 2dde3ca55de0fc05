import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Dashboards } from "../../../../modules/kubernetes/monitoring/dashboards";
import { synthesized } from "../../../synthesized";
import { business } from "../../business-fixture";
import { names, namespace } from "../containers/service-fixture";
import { services } from "./monitoring-fixture";

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
    readonly gridPos: { readonly x: number; readonly y: number };
  }[];
}

const configMaps = () =>
  synthesized((scope) => {
    new Dashboards(scope, "dashboards", {
      names,
      sources: { namespace, services, business },
      labels: { environment: "prod" },
      latencyThreshold: 500,
      availabilityTargetPercent: 99.9,
    });
  }).all(ConfigMapV1);

/** The dashboard that the ConfigMap of this name holds. */
function dashboard(name: string): Dashboard {
  const json = configMaps().map(({ data }) => data[`ai-prism-prod-${name}.json`]);
  return JSON.parse(json.find(Boolean) ?? "null");
}

const titles = (name: string) => dashboard(name).panels.map(({ title }) => title);
const all = ["application", "business", "infrastructure", "sla"];

describe("Dashboards", () => {
  test("each has the label by which Grafana finds it", () => {
    expect(configMaps().map(({ metadata }) => metadata)).toEqual(
      all.map((name) => ({
        name: `dashboard-${name}`,
        namespace: "ai-prism-prod",
        labels: { environment: "prod", grafana_dashboard: "1" },
      })),
    );
  });

  test("application: rates, times, errors, pool usage, queue depth and processing time", () => {
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

  test("business: executions, also by framework", () => {
    expect(titles("business")).toEqual(expect.arrayContaining(["Test executions", "Executions by framework"]));
  });

  test.each(["CPU", "Memory of the fullest pod", "Replicas", "Restarts"])(
    "infrastructure: %s has a line for the API and for each component",
    (title) => {
      const widget = dashboard("infrastructure").panels.find((panel) => panel.title === title);
      expect(widget?.targets.map(({ legendFormat }) => legendFormat)).toEqual(["api", "worker"]);
    },
  );

  test("sla: the error budget is the share of errors that the target leaves", () => {
    const budget = dashboard("sla").panels.find(({ title }) => title === "Error budget left");
    expect(budget?.targets[0].expr).toMatch(/^100 \* \(1 - \(100 - 100 \* \(1 - .+\)\) \/ \(100 - 99\.9\)\)$/);
  });

  test.each(all)("%s: every query is limited to the namespace, and no two widgets overlap", (name) => {
    const { uid, panels } = dashboard(name);
    // Grafana's limit.
    expect(uid.length).toBeLessThanOrEqual(40);
    for (const { expr } of panels.flatMap(({ targets }) => targets)) {
      expect(expr.match(/\{namespace="ai-prism-prod"/g)?.length).toBe(expr.match(/\{/g)?.length);
    }
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length);
  });

  test("Terraform replaces nothing in them", () => {
    expect(all.map((name) => JSON.stringify(dashboard(name))).join()).not.toMatch(/[$%]\{/);
  });
});
