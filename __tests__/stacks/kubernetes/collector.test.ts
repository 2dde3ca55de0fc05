import { examples, synthesizeAll } from "../synthesized";
import { chartValues } from "./on-eks";

/**
 * Components that a distribution of the OpenTelemetry collector has, of those that a configuration of ours or of the chart could
 * name (open-telemetry/opentelemetry-collector-releases, distributions/<name>/manifest.yaml, 0.158.0 and 0.159.0).
 */
const distributions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "otel/opentelemetry-collector-k8s": {
    exporters: ["debug", "nop", "otlp", "otlphttp", "file", "loadbalancing", "otelarrow"],
    receivers: ["otlp", "jaeger", "zipkin", "prometheus", "filelog", "k8s_cluster", "kubeletstats"],
  },
  "otel/opentelemetry-collector-contrib": {
    exporters: ["debug", "nop", "otlp", "otlphttp", "file", "loadbalancing", "prometheus", "awsxray"],
    receivers: ["otlp", "jaeger", "zipkin", "prometheus", "filelog", "k8s_cluster", "kubeletstats"],
  },
};

test("every exporter and receiver that a stack configures is in the image that runs it", async () => {
  const all = await synthesizeAll();
  let looked = 0;
  for (const { id } of examples.stacks.filter(({ platform }) => platform === "kubernetes")) {
    const stack = all.get(id);
    const { "opentelemetry-collector": values } = stack ? chartValues(stack) : {};
    if (!values) continue;
    const { exporters, service } = values.config;
    const pipelines = Object.values<Record<"exporters" | "receivers", string[]>>(service.pipelines);
    const has = distributions[values.image.repository];
    for (const kind of ["exporters", "receivers"] as const) {
      const used = [
        ...pipelines.flatMap((pipeline) => pipeline[kind]),
        ...(kind === "exporters" ? Object.keys(exporters) : []),
      ];
      expect(used.length).toBeGreaterThan(0);
      expect({ id, missing: used.filter((name) => !has?.[kind]?.includes(name)) }).toEqual({ id, missing: [] });
    }
    looked += 1;
  }
  expect(looked).toBeGreaterThan(3);
});
