import type { Construct } from "constructs";
import {
  ContainerService,
  type ContainerServiceProps,
} from "../../../../modules/kubernetes/containers/container-service";
import { Names } from "../../../../modules/names";
import { type Synthesized, synthesized } from "../../../synthesized";

export const names = new Names({
  name: "ai-prism",
  environment: "prod",
  accountId: "111111111111",
  region: "us-east-1",
});

export const namespace = "ai-prism-prod";

/** Document 003's container. */
export const container = {
  image: "ghcr.io/example/ai-prism:2.1.0",
  port: 8080,
  cpu: 1,
  memoryMib: 2048,
  environment: { LOG_FORMAT: "json" },
  secrets: { BEDROCK_MODEL_KEY: "api-keys/bedrock_model_key" },
  health: {
    live: { path: "/health/live", initialDelaySeconds: 30, intervalSeconds: 10, timeoutSeconds: 5, failures: 3 },
    ready: { path: "/health/ready", initialDelaySeconds: 5, intervalSeconds: 5, timeoutSeconds: 3, failures: 3 },
    startup: { path: "/health/startup", initialDelaySeconds: 10, intervalSeconds: 10, timeoutSeconds: 5, failures: 30 },
  },
};

/** Document 003's API. */
export function apiService(scope: Construct, props: Partial<ContainerServiceProps> = {}): ContainerService {
  return new ContainerService(scope, "api", {
    names,
    name: "api",
    namespace,
    container,
    replicas: { min: 10, max: 100 },
    targets: {
      cpuPercent: 70,
      memoryPercent: 80,
      custom: { requests: { namespace: "ai-prism", metric: "active_requests", target: 10 } },
    },
    ephemeralLimitMib: 1024,
    metricsPort: 8081,
    cachePath: "/app/cache",
    graceSeconds: 60,
    nodeSelector: { tier: "api" },
    tolerations: [{ key: "tier", operator: "Equal", value: "api", effect: "NoSchedule" }],
    ...props,
  });
}

/** The API alone in a stack. */
export function synthApi(props: Partial<ContainerServiceProps> = {}): Synthesized {
  return synthesized((scope) => {
    apiService(scope, props);
  });
}
