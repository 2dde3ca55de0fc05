import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { type ContainerLog, logConfiguration } from "./container-log";

export interface TracingProps {
  /** Share of the requests that are traced, 0 to 100. */
  readonly samplingPercent: number;
  /** Image of the AWS Distro for OpenTelemetry collector. */
  readonly collectorImage: string;
}

/**
 * Variables by which an OpenTelemetry SDK finds the collector and knows what to sample. An application whose SDK has the
 * `xray` sampler may set OTEL_TRACES_SAMPLER to it: the collector then passes on X-Ray's own sampling rules.
 */
export function tracingEnvironment({ samplingPercent }: TracingProps, names: Names, service: string) {
  return {
    OTEL_SERVICE_NAME: names.of("generic", service),
    OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${names.environment}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4317",
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: String(samplingPercent / 100),
  };
}

// YAML is what the collector reads, and JSON is YAML. Containers of a task share 127.0.0.1; nothing else reaches it.
const collectorConfiguration = JSON.stringify({
  extensions: { awsproxy: { endpoint: "127.0.0.1:2000" } },
  receivers: {
    otlp: { protocols: { grpc: { endpoint: "127.0.0.1:4317" }, http: { endpoint: "127.0.0.1:4318" } } },
  },
  processors: { batch: {} },
  exporters: { awsxray: {} },
  service: {
    extensions: ["awsproxy"],
    pipelines: { traces: { receivers: ["otlp"], processors: ["batch"], exporters: ["awsxray"] } },
  },
});

/** A container beside the application that sends its traces to X-Ray; the task outlives its failure. */
export function collectorDefinition({ collectorImage }: TracingProps, log: ContainerLog) {
  return {
    name: "trace-collector",
    image: collectorImage,
    essential: false,
    restartPolicy: { enabled: true },
    user: "10001",
    readonlyRootFilesystem: true,
    // Its limit within the task's memory, so that a backlog of traces never takes the application's.
    memory: 256,
    environment: [{ name: "AOT_CONFIG_CONTENT", value: collectorConfiguration }],
    logConfiguration: logConfiguration(log, "trace-collector"),
  };
}

export const tracingStatements: readonly Statement[] = [
  {
    sid: "Traces",
    actions: ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    // X-Ray takes segments for the account, not for a resource.
    resources: ["*"],
  },
];
