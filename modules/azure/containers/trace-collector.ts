import type { Names } from "../../names";
import { otlpReceivers, type TracingProps as SharedTracingProps, tracingVariables } from "../../tracing";
import type { IdentityAttributes } from "../access/managed-identity";

/**
 * How a service is traced. The collector's image must be the contrib distribution of October 2025 or later, whose Azure Monitor
 * exporter can sign in with an identity.
 */
export interface TracingProps extends SharedTracingProps {
  /** Id of Application Insights, the scope of the role to write. */
  readonly applicationInsightsId: string;
  /** Connection string of Application Insights. It is no secret where Application Insights accepts identities only. */
  readonly connectionString: string;
}

/** vCPU and memory of the collector, on either platform. */
export const collectorSize = { cpu: 0.25, memoryMib: 512 };

/** The tracing variables of a service, which reports under its full name. */
export function serviceTracing(tracing: TracingProps, names: Names, service: string) {
  return tracingVariables(tracing, names, names.of("azure_identity", service));
}

// The collector reads YAML, and JSON is valid YAML. It replaces `${env:…}` with its variables; `$$` keeps Terraform from doing so.
const configuration = JSON.stringify({
  extensions: {
    azureauth: {
      managed_identity: { client_id: "$${env:AZURE_CLIENT_ID}" },
      scopes: ["https://monitor.azure.com/.default"],
    },
  },
  receivers: otlpReceivers,
  // SDKs send sums since the start; Application Insights adds up all that it gets, so it gets what was added since the last export.
  processors: { batch: {}, cumulativetodelta: {} },
  exporters: {
    azuremonitor: {
      connection_string: "$${env:APPLICATIONINSIGHTS_CONNECTION_STRING}",
      auth: { authenticator: "azureauth" },
    },
  },
  service: {
    extensions: ["azureauth"],
    pipelines: {
      traces: { receivers: ["otlp"], processors: ["batch"], exporters: ["azuremonitor"] },
      metrics: { receivers: ["otlp"], processors: ["cumulativetodelta", "batch"], exporters: ["azuremonitor"] },
    },
  },
});

/** A sidecar that sends the application's traces and metrics to Application Insights, with the service's identity. */
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
