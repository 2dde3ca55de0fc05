import type { ContainerAppSecret } from "@cdktf/provider-azurerm/lib/container-app";
import type { ContainerProps, Probe, ScalingTargets } from "../../container";
import type { IdentityAttributes } from "../access/managed-identity";
import type { TracingProps } from "./trace-collector";
import { collectorContainer } from "./trace-collector";

/** `API_KEY` → `api-key`: names of secrets have neither capitals nor underscores. */
const secretName = (variable: string) => variable.toLowerCase().replaceAll("_", "-");

/** Secrets that the platform reads from Key Vault with the identity, each time a replica starts. */
export function vaultSecrets(
  uris: Readonly<Record<string, string>>,
  identity: IdentityAttributes,
): ContainerAppSecret[] {
  return Object.entries(uris).map(([variable, uri]) => ({
    name: secretName(variable),
    keyVaultSecretId: uri,
    identity: identity.identityId,
  }));
}

type AppContainer = Pick<ContainerProps, "image" | "cpu" | "memoryMib" | "command"> & {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that are filled from secrets. @default - none */
  readonly secrets?: readonly string[];
};

/** A container in the form that apps and jobs take. */
export function appContainer({ name, image, cpu, memoryMib, command, environment, secrets = [] }: AppContainer) {
  return {
    name,
    image,
    cpu,
    memory: `${memoryMib / 1024}Gi`,
    // `args` is the image's command; `command` would replace its entry point.
    args: command && [...command],
    env: [
      ...Object.entries(environment).map(([variable, value]) => ({ name: variable, value })),
      ...secrets.map((variable) => ({ name: variable, secretName: secretName(variable) })),
    ],
  };
}

/** The collector of traces, as a container of an app. */
export function appCollector(tracing: TracingProps, identity: IdentityAttributes) {
  const { command, ...collector } = collectorContainer(tracing, identity);
  return { ...appContainer(collector), command };
}

/** The liveness, readiness and startup probes; none for a worker. */
export function appProbes({ port, health }: ContainerProps) {
  if (!health) return {};
  const probe = ({ path, initialDelaySeconds, intervalSeconds, timeoutSeconds, failures }: Probe) => ({
    transport: "HTTP",
    port,
    path,
    initialDelay: initialDelaySeconds ?? 0,
    intervalSeconds,
    timeout: timeoutSeconds,
    failureCountThreshold: failures,
  });
  return {
    livenessProbe: [probe(health.live)],
    readinessProbe: [probe(health.ready)],
    startupProbe: [probe(health.startup)],
  };
}

/** Scaling by CPU, memory and requests. */
export function scaleRules(name: string, { cpuPercent, memoryPercent, requestsPerReplica, custom }: ScalingTargets) {
  if (custom && Object.keys(custom).length > 0) {
    throw new Error(`service "${name}": expected no custom targets on Container Apps, whose metrics need a secret`);
  }
  const utilization = (resource: string, percent: number) => ({
    name: resource,
    customRuleType: resource,
    metadata: { type: "Utilization", value: String(percent) },
  });
  return {
    customScaleRule: [utilization("cpu", cpuPercent), utilization("memory", memoryPercent)],
    // Azure counts "concurrent requests" as requests per second, averaged over 15 seconds.
    httpScaleRule: requestsPerReplica
      ? [{ name: "requests", concurrentRequests: String(Math.max(1, Math.round(requestsPerReplica / 60))) }]
      : undefined,
  };
}
