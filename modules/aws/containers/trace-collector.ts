import { otlpReceivers, type TracingProps } from "../../tracing";
import type { Statement } from "../access/policy";
import { type ContainerLog, logConfiguration } from "./container-log";

// The collector reads YAML, and JSON is YAML. `awsproxy` serves X-Ray's own sampling rules to an application that sets
// OTEL_TRACES_SAMPLER to `xray`.
const collectorConfiguration = JSON.stringify({
  extensions: { awsproxy: { endpoint: "127.0.0.1:2000" } },
  receivers: otlpReceivers,
  processors: { batch: {} },
  exporters: { awsxray: {} },
  service: {
    extensions: ["awsproxy"],
    pipelines: { traces: { receivers: ["otlp"], processors: ["batch"], exporters: ["awsxray"] } },
  },
});

/** A container in the application's task that sends its traces to X-Ray. Its failure does not stop the task. */
export function collectorDefinition({ collectorImage }: TracingProps, log: ContainerLog) {
  return {
    name: "trace-collector",
    image: collectorImage,
    essential: false,
    restartPolicy: { enabled: true },
    user: "10001",
    readonlyRootFilesystem: true,
    // A limit within the task's memory, so that a backlog of traces never uses the application's share.
    memory: 256,
    environment: [{ name: "AOT_CONFIG_CONTENT", value: collectorConfiguration }],
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
