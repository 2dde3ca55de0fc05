import type {
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecContainerEnv,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { ContainerProps, Probe } from "../../container";
import { mebibytes, quantity } from "../quantities";

/** What the scheduler reserves for one container on its node. The limits are `cpu` and `memoryMib` of the container. */
export interface RequestProps {
  /** vCPU. */
  readonly cpu: number;
  readonly memoryMib: number;
  /** Logs and writable folders together, in MiB. */
  readonly ephemeralMib: number;
}

/** How the application's container runs. The settings of the stack have the defaults. */
export interface ApplicationContainerProps {
  readonly container: ContainerProps;
  /** @default - half of the CPU and memory limits, and 500 MiB of disk (document 003: 0.5 of 1 vCPU, 1 of 2 GiB) */
  readonly requests?: RequestProps;
  /** Most that a pod may write to its node's disk, in MiB; a pod that writes more is evicted. Document 003: 1024. */
  readonly ephemeralLimitMib: number;
  /** The port that Prometheus scrapes. Document 003: 8081. */
  readonly metricsPort: number;
  /** The writable folder for a cache; /tmp is writable too. Document 003: /app/cache. */
  readonly cachePath: string;
}

/**
 * Seconds between the removal of a pod from its Service and SIGTERM. Proxies that do not know of the removal yet still get
 * answers. The image must have the command `sleep`.
 */
export const drainSeconds = 10;

/** The application's container: a read-only file system, no capabilities, and the application's health checks. */
export function applicationContainer(
  name: string,
  props: ApplicationContainerProps,
  parts: { configMapName: string; secrets: Readonly<Record<string, string>>; mounts: Readonly<Record<string, string>> },
): DeploymentV1SpecTemplateSpecContainer {
  const { container, metricsPort } = props;
  const requests = props.requests ?? halfOfLimits(container);
  const { health } = container;
  return {
    name,
    image: container.image,
    // A tag may be pushed again: a node must not run the image that it has cached (document 003).
    imagePullPolicy: "Always",
    // `args` is the image's command; `command` would replace its entry point.
    args: container.command && [...container.command],
    port: [
      ...(health ? [{ name: "http", containerPort: container.port, protocol: "TCP" }] : []),
      { name: "metrics", containerPort: metricsPort, protocol: "TCP" },
    ],
    envFrom: [{ configMapRef: { name: parts.configMapName } }],
    env: Object.entries(parts.secrets).map(([variable, reference]) => secretVariable(variable, reference)),
    resources: {
      requests: {
        cpu: quantity(requests.cpu),
        memory: mebibytes(requests.memoryMib),
        "ephemeral-storage": mebibytes(requests.ephemeralMib),
      },
      limits: {
        cpu: quantity(container.cpu),
        memory: mebibytes(container.memoryMib),
        "ephemeral-storage": mebibytes(props.ephemeralLimitMib),
      },
    },
    livenessProbe: health && httpProbe(health.live),
    readinessProbe: health && httpProbe(health.ready),
    startupProbe: health && httpProbe(health.startup),
    lifecycle: { preStop: [{ exec: { command: ["sleep", String(drainSeconds)] } }] },
    volumeMount: Object.entries(parts.mounts).map(([volume, mountPath]) => ({ name: volume, mountPath })),
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      // The pod has it too. Where it is unset here, provider 2.38.0 writes false, which restricted namespaces refuse.
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
    },
  };
}

function halfOfLimits({ cpu, memoryMib }: ContainerProps): RequestProps {
  return { cpu: cpu / 2, memoryMib: Math.ceil(memoryMib / 2), ephemeralMib: 500 };
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
