import type { Names } from "../../names";

/** What the collector's account needs. */
export const tracingRoles = ["roles/cloudtrace.agent", "roles/monitoring.metricWriter"];

export interface TracingProps {
  /** Share of the requests that are traced, 0 to 100. */
  readonly samplingPercent: number;
  /** Image of an OpenTelemetry collector that has the `googlecloud` exporter, such as the one that Google builds. */
  readonly collectorImage: string;
}

/** Variables by which an OpenTelemetry SDK finds the collector and knows what to sample. */
export function tracingEnvironment({ samplingPercent }: TracingProps, names: Names, service: string) {
  return {
    OTEL_SERVICE_NAME: names.of("gcp_resource", service),
    OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${names.environment}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4317",
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: String(samplingPercent / 100),
  };
}

const pipeline = { receivers: ["otlp"], processors: ["resourcedetection", "batch"], exporters: ["googlecloud"] };

// YAML is what the collector reads, and JSON is YAML. Containers of a replica share 127.0.0.1; nothing else reaches it.
const collectorConfiguration = JSON.stringify({
  receivers: {
    otlp: { protocols: { grpc: { endpoint: "127.0.0.1:4317" }, http: { endpoint: "127.0.0.1:4318" } } },
  },
  processors: { batch: {}, resourcedetection: { detectors: ["env", "gcp"] } },
  exporters: { googlecloud: {} },
  service: { pipelines: { traces: pipeline, metrics: pipeline } },
});

/**
 * A container beside the application, with CPU and memory of its own, that sends its traces to Cloud Trace and its metrics to
 * Cloud Monitoring (`workload.googleapis.com/…`).
 */
export function collectorContainer({ collectorImage }: TracingProps) {
  return {
    name: "trace-collector",
    image: collectorImage,
    args: ["--config=env:COLLECTOR_CONFIG"],
    env: [{ name: "COLLECTOR_CONFIG", value: collectorConfiguration }],
    resources: { limits: { cpu: "1", memory: "512Mi" } },
  };
}
