import type { Names } from "./names";

/** How a service is traced; each cloud has a collector of its own. */
export interface TracingProps {
  /** Share of the requests that are traced, 0 to 100. */
  readonly samplingPercent: number;
  /** Image of the OpenTelemetry collector with the cloud's exporter. */
  readonly collectorImage: string;
}

/** Label of every metric of an application in CloudWatch: `<name>-<environment>`. */
export const applicationDimension = "application";

/** Where a collector receives what the application reports. The containers of a replica share 127.0.0.1; nothing else reaches it. */
export const otlpReceivers = {
  otlp: { protocols: { grpc: { endpoint: "127.0.0.1:4317" }, http: { endpoint: "127.0.0.1:4318" } } },
};

/**
 * Variables by which an OpenTelemetry SDK finds the collector and knows what to sample. `service` is the name it reports.
 * `endpoint`: the collector's gRPC receiver, by default in the same replica.
 */
export function tracingVariables(
  { samplingPercent }: Pick<TracingProps, "samplingPercent">,
  names: Names,
  service: string,
  endpoint = "http://127.0.0.1:4317",
) {
  return {
    OTEL_SERVICE_NAME: service,
    OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${names.environment}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: String(samplingPercent / 100),
  };
}
