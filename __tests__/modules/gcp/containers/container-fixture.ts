import type { Construct } from "constructs";
import type { ContainerProps } from "../../../../modules/container";
import { ContainerService, type ContainerServiceProps } from "../../../../modules/gcp/containers/container-service";
import { Network } from "../../../../modules/gcp/network/network";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const probe = (path: string, failures = 3) => ({ path, intervalSeconds: 30, timeoutSeconds: 5, failures });

export const container = {
  image: "us-docker.pkg.dev/example/api:1",
  port: 8000,
  cpu: 1,
  memoryMib: 2048,
  health: { live: probe("/health/live"), ready: probe("/health/ready"), startup: probe("/health/startup", 8) },
} satisfies ContainerProps;

export const worker: ContainerProps = { ...container, health: undefined };

export const queue = { topicId: "projects/p/topics/jobs", subscriptionId: "projects/p/subscriptions/jobs" };

/** Every connection that a service may have, but for a queue to consume. */
export const connections = {
  database: { endpoint: "10.20.240.3", port: 5432, databaseName: "app", instanceName: "main" },
  cache: {
    primaryEndpoint: "10.20.0.9",
    port: 6379,
    userName: "default",
    instanceName: "projects/p/locations/us-central1/instances/cache",
  },
  mount: { bucket: { bucketName: "files" }, path: "/data" },
  buckets: { "test-results": { bucketName: "results" } },
  sendsTo: { worker: queue },
  configuration: { path: "projects/p/secrets/app", secretIds: ["projects/p/secrets/app-feature_flags"] },
  metricNamespace: "test-execution",
};

/** A service as production would have it, in a network. */
export function makeService(
  props: Partial<ContainerServiceProps> | ((scope: Construct) => Partial<ContainerServiceProps>) = {},
) {
  return synthesized((scope) => {
    new ContainerService(scope, "api", {
      names,
      name: "api",
      network: new Network(scope, "network", { names, cidr: "10.20.0.0/16" }),
      container,
      replicas: { min: 2, max: 10 },
      concurrency: 80,
      requestTimeoutSeconds: 300,
      cpuBetweenRequests: true,
      ...(typeof props === "function" ? props(scope) : props),
    });
  });
}
