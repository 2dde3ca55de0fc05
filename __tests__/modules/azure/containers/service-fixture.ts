import type { Construct } from "constructs";
import { ManagedIdentity } from "../../../../modules/azure/access/managed-identity";
import type { ServiceProps } from "../../../../modules/azure/containers/service-props";
import { Network } from "../../../../modules/azure/network/network";
import { synthesized } from "../../../synthesized";
import { placement, resourceId, workspaceId } from "../fixtures";

const probe = (path: string, failures = 3) => ({ path, intervalSeconds: 30, timeoutSeconds: 5, failures });

export const health = {
  live: probe("/health/live"),
  ready: probe("/health/ready"),
  startup: probe("/health/startup", 10),
};

export const container = { image: "crexample.azurecr.io/api:1", port: 8000, cpu: 1, memoryMib: 2048, health };

export const registry = {
  id: resourceId("Microsoft.ContainerRegistry/registries", "crexample"),
  loginServer: "crexample.azurecr.io",
};

export const vault = {
  id: resourceId("Microsoft.KeyVault/vaults", "kvexample"),
  uri: "https://kvexample.vault.azure.net/",
};

export const tracing = {
  samplingPercent: 10,
  collectorImage: "otel/opentelemetry-collector-contrib:0.140.0",
  applicationInsightsId: resourceId("Microsoft.Insights/components", "insights"),
  connectionString: "InstrumentationKey=00000000-0000-0000-0000-000000000000",
};

const queueId = resourceId("Microsoft.ServiceBus/namespaces", "bus");

/** Every connection that a service may have, but for a queue to consume. */
export const connections = {
  database: {
    endpoint: "db.postgres.database.azure.com",
    port: 5432,
    databaseName: "test_execution",
    replicaEndpoints: ["replica.postgres.database.azure.com"],
  },
  cache: { primaryEndpoint: "cache.eastus.redis.azure.net", port: 10000 },
  buckets: {
    "test-results": {
      id: resourceId("Microsoft.Storage/storageAccounts", "results"),
      bucketName: "results",
      url: "https://results.blob.core.windows.net/results",
    },
  },
  sendsTo: {
    worker: {
      queueId: `${queueId}/queues/worker`,
      queueName: "worker",
      queueUrl: "https://bus.servicebus.windows.net/worker",
    },
  },
  configuration: {
    id: resourceId("Microsoft.AppConfiguration/configurationStores", "settings"),
    endpoint: "https://settings.azconfig.io",
  },
  metricNamespace: "test-execution",
};

/** A network, an identity, and a service (or what takes its requests) that `build` adds to them. */
export function makeService(build: (scope: Construct, props: ServiceProps) => void) {
  return synthesized((scope) => {
    const network = new Network(scope, "network", {
      ...placement,
      cidr: "10.10.0.0/16",
      workspaceId,
      zones: ["1", "2", "3"],
    });
    const identity = new ManagedIdentity(scope, "identity", { ...placement, name: "api" });
    build(scope, {
      ...placement,
      name: "api",
      network,
      identity,
      container,
      replicas: { min: 2, max: 10 },
      registry,
      workspaceId,
    });
  });
}
