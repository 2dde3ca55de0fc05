import { applicationDimension, otlpReceivers, type TracingProps as SharedTracingProps } from "../../tracing";
import type { Statement } from "../access/policy";
import { type ContainerLog, logConfiguration } from "./container-log";

/** How a service is traced, and what its metrics are split by. */
export interface TracingProps extends SharedTracingProps {
  /** Labels of the application's metrics that become a second dimension. @default - none */
  readonly metricLabels?: readonly string[];
}

/** Where the metrics of a service go in CloudWatch. */
export interface PublishedMetrics {
  readonly namespace: string;
  /** Value of the dimension that all of them have: environments of one account would otherwise be one sum. */
  readonly application: string;
}

/**
 * Metrics as lines of the collector's log, which CloudWatch Logs turns into metrics (embedded metric format). Names stay as they are. The
 * dimensions are declared, because the exporter's own choice has the name of the instrumentation library in each set (`OTelLib`;
 * awsemfexporter, metric_translator.go). It makes deltas of cumulative counters; a first value counts from 0, as the process does.
 */
const emfExporter = (namespace: string, labels: readonly string[]) => ({
  namespace,
  output_destination: "stdout",
  dimension_rollup_option: "NoDimensionRollup",
  retain_initial_value_of_delta_metric: true,
  metric_declarations: [
    {
      metric_name_selectors: [".*"],
      dimensions: [[applicationDimension], ...labels.map((label) => [applicationDimension, label])],
    },
  ],
});

// The collector reads YAML, and JSON is YAML. `awsproxy` serves X-Ray's own sampling rules to an application that sets
// OTEL_TRACES_SAMPLER to `xray`.
function collectorConfiguration(labels: readonly string[], metrics: PublishedMetrics | undefined): string {
  const named = metrics && { key: applicationDimension, value: metrics.application, action: "upsert" };
  return JSON.stringify({
    extensions: { awsproxy: { endpoint: "127.0.0.1:2000" } },
    receivers: otlpReceivers,
    processors: { batch: {}, ...(named && { attributes: { actions: [named] } }) },
    exporters: { awsxray: {}, ...(metrics && { awsemf: emfExporter(metrics.namespace, labels) }) },
    service: {
      extensions: ["awsproxy"],
      pipelines: {
        traces: { receivers: ["otlp"], processors: ["batch"], exporters: ["awsxray"] },
        ...(metrics && {
          metrics: { receivers: ["otlp"], processors: ["attributes", "batch"], exporters: ["awsemf"] },
        }),
      },
    },
  });
}

/** A container in the application's task that sends its traces to X-Ray and its metrics to CloudWatch. Its failure does not stop the task. */
export function collectorDefinition(
  { collectorImage, metricLabels = [] }: TracingProps,
  log: ContainerLog,
  metrics?: PublishedMetrics,
) {
  return {
    name: "trace-collector",
    image: collectorImage,
    essential: false,
    restartPolicy: { enabled: true },
    user: "10001",
    readonlyRootFilesystem: true,
    // A limit within the task's memory, so that a backlog of traces never uses the application's share.
    memory: 256,
    environment: [{ name: "AOT_CONFIG_CONTENT", value: collectorConfiguration(metricLabels, metrics) }],
    logConfiguration: logConfiguration(log, "trace-collector"),
  };
}

/** What the task may do in order to send traces. */
export const tracingStatements: readonly Statement[] = [
  {
    sid: "Traces",
    actions: ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    // X-Ray takes segments for the account, not for a resource.
    resources: ["*"],
  },
];
