import type {
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecContainerEnv,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { ContainerProps, Probe } from "../../container";
import { mebibytes, quantity } from "../quantities";

/** What one container asks of its node. `cpu` and `memoryMib` of the container are its limits. */
export interface RequestProps {
  /** vCPU. @default - half of the limit (document 003: 0.5 of 1) */
  readonly cpu?: number;
  /** @default - half of the limit (document 003: 1 GiB of 2) */
  readonly memoryMib?: number;
  /** Logs and writable places together. @default 500 (document 003) */
  readonly ephemeralMib?: number;
}

/** How the application's container runs. */
export interface ApplicationContainerProps {
  readonly container: ContainerProps;
  readonly requests?: RequestProps;
  /** A pod that writes more is evicted. @default 1024 (document 003) */
  readonly ephemeralLimitMib?: number;
  /** The port that Prometheus scrapes. @default 8081 (document 003) */
  readonly metricsPort?: number;
  /** A writable place beside /tmp. @default "/app/cache" (document 003) */
  readonly cachePath?: string;
  /**
   * Time between a pod's leaving the Service and SIGTERM, in seconds, in which it still answers those that have not heard
   * of it. Runs `sleep` of the image; 0 for an image without it. @default 10
   */
  readonly drainSeconds?: number;
  /** Secrets of the namespace, each key of which is a variable, e.g. `ai-prism-secrets` (document 003). @default - none */
  readonly environmentSecrets?: readonly string[];
}

export const defaultMetricsPort = 8081;

/** The application's container: reads only, has no capability, and is checked as the application says. */
export function applicationContainer(
  name: string,
  props: ApplicationContainerProps,
  parts: { configMapName: string; secrets: Readonly<Record<string, string>>; mounts: Readonly<Record<string, string>> },
): DeploymentV1SpecTemplateSpecContainer {
  const { container, requests = {}, metricsPort = defaultMetricsPort, drainSeconds = 10 } = props;
  const { health } = container;
  return {
    name,
    image: container.image,
    // A tag may be pushed again; a node must not run what it remembers (document 003).
    imagePullPolicy: "Always",
    command: container.command && [...container.command],
    port: [
      ...(health ? [{ name: "http", containerPort: container.port, protocol: "TCP" }] : []),
      { name: "metrics", containerPort: metricsPort, protocol: "TCP" },
    ],
    envFrom: [
      { configMapRef: { name: parts.configMapName } },
      ...(props.environmentSecrets ?? []).map((name) => ({ secretRef: { name } })),
    ],
    env: Object.entries(parts.secrets).map(([variable, reference]) => secretVariable(variable, reference)),
    resources: {
      requests: {
        cpu: quantity(requests.cpu ?? container.cpu / 2),
        memory: mebibytes(requests.memoryMib ?? Math.ceil(container.memoryMib / 2)),
        "ephemeral-storage": mebibytes(requests.ephemeralMib ?? 500),
      },
      limits: {
        cpu: quantity(container.cpu),
        memory: mebibytes(container.memoryMib),
        "ephemeral-storage": mebibytes(props.ephemeralLimitMib ?? 1024),
      },
    },
    livenessProbe: health && httpProbe(health.live),
    readinessProbe: health && httpProbe(health.ready),
    startupProbe: health && httpProbe(health.startup),
    lifecycle: drainSeconds > 0 ? { preStop: [{ exec: { command: ["sleep", String(drainSeconds)] } }] } : undefined,
    volumeMount: Object.entries(parts.mounts).map(([volume, mountPath]) => ({ name: volume, mountPath })),
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      // The pod says so, too; unset here, the provider would write false (2.38.0), which restricted namespaces refuse.
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
    },
  };
}

function httpProbe({ path, initialDelaySeconds = 0, intervalSeconds, timeoutSeconds, failures }: Probe) {
  return {
    httpGet: { path, port: "http", scheme: "HTTP" },
    initialDelaySeconds,
    periodSeconds: intervalSeconds,
    timeoutSeconds,
    successThreshold: 1,
    failureThreshold: failures,
  };
}

function secretVariable(name: string, reference: string): DeploymentV1SpecTemplateSpecContainerEnv {
  const [secret, key, more] = reference.split("/");
  if (!secret || !key || more !== undefined) {
    throw new Error(`secret of ${name}: expected "<secret>/<key>", found "${reference}"`);
  }
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
