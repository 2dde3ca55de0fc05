import type { Names } from "../../names";
import { otlpReceivers, type TracingProps, tracingVariables } from "../../tracing";

/** Roles of the collector's account on the project. */
export const tracingRoles = ["roles/cloudtrace.agent", "roles/monitoring.metricWriter"];

/** The tracing variables of a service, which reports under its Cloud Run name. */
export function serviceTracing(tracing: TracingProps, names: Names, service: string) {
  return tracingVariables(tracing, names, names.of("cloud_run", service));
}

const pipeline = { receivers: ["otlp"], processors: ["resourcedetection", "batch"], exporters: ["googlecloud"] };

// The collector reads YAML, and JSON is valid YAML.
const collectorConfiguration = JSON.stringify({
  receivers: otlpReceivers,
  processors: { batch: {}, resourcedetection: { detectors: ["env", "gcp"] } },
  exporters: { googlecloud: {} },
  service: { pipelines: { traces: pipeline, metrics: pipeline } },
});

/**
 * A sidecar with 1 vCPU and 512 MiB that sends the application's traces to Cloud Trace and its metrics to Cloud Monitoring
 * (`workload.googleapis.com/…`). Its image must have the `googlecloud` exporter, as the one that Google builds has.
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
