import type { Names } from "../../names";
import type { IdentityAttributes } from "../access/managed-identity";

export interface TracingProps {
  /** Share of the requests that are traced, 0 to 100. */
  readonly samplingPercent: number;
  /** Image of the OpenTelemetry collector, contrib distribution, whose Azure Monitor exporter signs in (October 2025 or later). */
  readonly collectorImage: string;
  /** Application Insights; the scope of the right to write. */
  readonly applicationInsightsId: string;
  /** Names Application Insights; no secret where data is taken from identities only. */
  readonly connectionString: string;
}

/** What the collector takes beside the application, on either platform. */
export const collectorSize = { cpu: 0.25, memoryMib: 512 };

/** Variables by which an OpenTelemetry SDK finds the collector and knows what to sample. */
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

// YAML is what the collector reads, and JSON is YAML. Containers of a group share 127.0.0.1; nothing else reaches it. The
// collector fills in its own variables: `${env:…}`, which Terraform must not read.
const configuration = JSON.stringify({
  extensions: {
    azureauth: {
      managed_identity: { client_id: "$${env:AZURE_CLIENT_ID}" },
      scopes: ["https://monitor.azure.com/.default"],
    },
  },
  receivers: {
    otlp: { protocols: { grpc: { endpoint: "127.0.0.1:4317" }, http: { endpoint: "127.0.0.1:4318" } } },
  },
  processors: { batch: {} },
  exporters: {
    azuremonitor: {
      connection_string: "$${env:APPLICATIONINSIGHTS_CONNECTION_STRING}",
      auth: { authenticator: "azureauth" },
    },
  },
  service: {
    extensions: ["azureauth"],
    pipelines: Object.fromEntries(
      ["traces", "metrics"].map((signal) => [
        signal,
        { receivers: ["otlp"], processors: ["batch"], exporters: ["azuremonitor"] },
      ]),
    ),
  },
});

/** A container beside the application that sends its traces and metrics to Application Insights, in the service's name. */
export function collectorContainer(tracing: TracingProps, identity: IdentityAttributes) {
  return {
    name: "trace-collector",
    image: tracing.collectorImage,
    command: ["/otelcol-contrib", "--config=env:OTEL_CONFIGURATION"],
    ...collectorSize,
    environment: {
      AZURE_CLIENT_ID: identity.clientId,
      APPLICATIONINSIGHTS_CONNECTION_STRING: tracing.connectionString,
      OTEL_CONFIGURATION: configuration,
    },
  };
}
