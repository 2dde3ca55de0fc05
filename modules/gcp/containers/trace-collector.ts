import type { Names } from "../../names";
import { otlpReceivers, type TracingProps, tracingVariables } from "../../tracing";

/** Roles of the collector's account on the project. */
export const tracingRoles = ["roles/cloudtrace.agent", "roles/monitoring.metricWriter"];

/** The tracing variables of a service, which reports under its Cloud Run name. */
export function serviceTracing(tracing: TracingProps, names: Names, service: string) {
  return tracingVariables(tracing, names, names.of("cloud_run", service));
}

const pipeline = {
  receivers: ["otlp"],
  processors: ["resourcedetection", "resource", "batch"],
  exporters: ["googlecloud"],
};

/**
 * The attributes that the exporter makes the monitored resource of: with a name and an instance it is a `generic_task`, whose label
 * `namespace` is `service.namespace` (opentelemetry-operations-go, resourcemapping.go). Two replicas without an instance would write one
 * series.
 */
const resourceAttributes = (namespace: string | undefined) => [
  { key: "service.instance.id", from_attribute: "faas.instance", action: "insert" },
  ...(namespace ? [{ key: "service.namespace", value: namespace, action: "upsert" }] : []),
];

// The collector reads YAML, and JSON is valid YAML.
const collectorConfiguration = (namespace: string | undefined) =>
  JSON.stringify({
    receivers: otlpReceivers,
    processors: {
      batch: {},
      resourcedetection: { detectors: ["env", "gcp"] },
      resource: { attributes: resourceAttributes(namespace) },
    },
    exporters: { googlecloud: {} },
    service: { pipelines: { traces: pipeline, metrics: pipeline } },
  });

/**
 * A sidecar with 1 vCPU and 512 MiB that sends the application's traces to Cloud Trace and its metrics to Cloud Monitoring
 * (`workload.googleapis.com/<name>`). Its image must have the `googlecloud` exporter, as the one that Google builds has.
 */
export function collectorContainer({ collectorImage }: TracingProps, metricNamespace: string | undefined) {
  return {
    name: "trace-collector",
    image: collectorImage,
    args: ["--config=env:COLLECTOR_CONFIG"],
    env: [{ name: "COLLECTOR_CONFIG", value: collectorConfiguration(metricNamespace) }],
    resources: { limits: { cpu: "1", memory: "512Mi" } },
  };
}
