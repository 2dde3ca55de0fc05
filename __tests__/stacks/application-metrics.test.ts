import { oneApplication } from "./one-application";
import type { StackJson } from "./synthesized";

/** One spelling of the application's metrics and labels: what its code emits is what each platform's alerts and dashboards read. */

const { build, load } = oneApplication();

const stackOf = async (
  platform: "aws" | "gcp" | "azure" | "kubernetes",
  change = {},
): Promise<StackJson & { text: string }> => {
  const { text, mistakes } = await build(platform, change);
  expect(mistakes).toEqual([]);
  return { ...JSON.parse(text), text };
};

// biome-ignore lint/suspicious/noExplicitAny: the JSON of any resource.
const bodies = (stack: StackJson, type: string): any[] => Object.values(stack.resource[type] ?? {});

/** The configuration of the collector next to the application, by the variable that holds it. */
function collector(containers: readonly { name: string; [key: string]: unknown }[], list: string, variable: string) {
  const one = containers.find(({ name }) => name === "trace-collector");
  const variables = one?.[list] as { name: string; value: string }[];
  return JSON.parse(variables.find(({ name }) => name === variable)?.value ?? "");
}

test.each(["aws", "gcp", "azure", "kubernetes"] as const)(
  "%s reads the counters and the label as they are written",
  async (platform) => {
    const { text } = await stackOf(platform);
    for (const word of ["orders_placed_total", "orders_failed_total", "country"]) expect(text).toContain(word);
    expect(text).not.toMatch(/Orders(Placed|Failed)|Country|PoolConnections|ProcessingTime/);
  },
);

test.each(["aws", "gcp", "azure", "kubernetes"] as const)(
  "%s reads the histogram and the gauge of every application by one name",
  async (platform) => {
    const { text } = await stackOf(platform);
    expect(text).toContain("processing_time_seconds");
    expect(text).toContain("pool_connections");
  },
);

describe("AWS", () => {
  test("the collector gives each metric the dimensions that alarms and dashboards ask for", async () => {
    const stack = await stackOf("aws");
    const definition = bodies(stack, "aws_ecs_task_definition")[0];
    const { exporters, processors, service } = collector(
      JSON.parse(definition.container_definitions),
      "environment",
      "AOT_CONFIG_CONTENT",
    );
    expect(service.pipelines.metrics).toEqual({
      receivers: ["otlp"],
      processors: ["attributes", "batch"],
      exporters: ["awsemf"],
    });
    expect(processors.attributes.actions).toEqual([{ key: "application", value: "one-dev", action: "upsert" }]);
    expect(exporters.awsemf).toMatchObject({
      namespace: "one",
      output_destination: "stdout",
      dimension_rollup_option: "NoDimensionRollup",
      metric_declarations: [
        { dimensions: [["application"], ["application", "country"]], metric_name_selectors: [".*"] },
      ],
    });

    const alarm = bodies(stack, "aws_cloudwatch_metric_alarm").find(({ alarm_name }) =>
      /order-failures/.test(alarm_name),
    );
    const counted = alarm.metric_query.filter(({ metric }: { metric?: object }) => metric);
    expect(counted).toHaveLength(2);
    for (const { id, metric } of counted) {
      expect(id).toMatch(/^(all|failed)$/);
      expect(metric).toMatchObject({ namespace: "one", dimensions: { application: "one-dev" } });
    }
    expect(stack.text).toContain('{\\\\\\"one\\\\\\",application,country} MetricName=');
  });

  test("without a label there is one dimension, and without a collector no pipeline", async () => {
    const plain = await stackOf("aws", { business_metrics: { label: null } });
    expect(plain.text).not.toContain("country");
    const untraced = await stackOf("aws", { aws: { service: { tracing: { enabled: false } } } });
    expect(untraced.text).not.toContain("awsemf");
  });
});

test("Google's alert counts what the stack's own collectors send, not what another environment of the project does", async () => {
  const stack = await stackOf("gcp");
  const { containers } = bodies(stack, "google_cloud_run_v2_service")[0].template;
  const { processors, service } = collector(containers, "env", "COLLECTOR_CONFIG");
  expect(processors.resource.attributes).toContainEqual({
    key: "service.namespace",
    value: "one-dev",
    action: "upsert",
  });
  expect(service.pipelines.metrics.processors).toEqual(["resourcedetection", "resource", "batch"]);
  const policy = bodies(stack, "google_monitoring_alert_policy").find(({ display_name }) =>
    /order-failures/.test(display_name),
  );
  const { query } = policy.conditions[0].condition_prometheus_query_language;
  const selectors = query.match(/workload_googleapis_com:\w+\{[^}]*\}/g);
  expect(selectors).toEqual([
    'workload_googleapis_com:orders_failed_total{monitored_resource="generic_task", namespace="one-dev"}',
    'workload_googleapis_com:orders_placed_total{monitored_resource="generic_task", namespace="one-dev"}',
  ]);
});

test.each([
  ["a capital letter", { total: { metric: "OrdersPlaced" } }],
  ["no _total, which Prometheus would add", { total: { metric: "orders_placed" } }],
  ["a label with a capital letter", { label: "Country" }],
])("a name with %s is refused, because it would differ between platforms", (_, business_metrics) => {
  const result = load("kubernetes", { business_metrics });
  expect("error" in result && result.error.message).toMatch(/business_metrics\.(total\.metric|label)/);
});
