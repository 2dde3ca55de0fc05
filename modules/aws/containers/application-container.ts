import type { ContainerProps } from "../../container";
import { type ContainerLog, logConfiguration } from "./container-log";
import type { ServiceConnections } from "./service-connections";

export interface ApplicationContainerProps extends Pick<ServiceConnections, "mount"> {
  /** The pair of CPU and memory must be one that Fargate knows, and holds the collector too. */
  readonly container: ContainerProps;
  /**
   * Health check inside the container, such as `["CMD", "/app/healthcheck"]`, at the interval of the `live` probe.
   * @default - none: a distroless image has neither a shell nor curl, and the load balancer checks over the network
   */
  readonly healthCommand?: readonly string[];
  /** Secret with the pull credentials of a private registry (GHCR). @default - none: public images, or ECR by role */
  readonly registryCredentialsArn?: string;
  readonly log: ContainerLog;
  /** All variables: the container's own and those of its connections. */
  readonly environment: Readonly<Record<string, string>>;
  /** NAME → reference. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Size of the in-memory /tmp, the only place the container may write to, in MiB; part of its memory. */
const tmpMib = 256;

/**
 * ECS Exec writes to these folders, which AWS does not document for a read-only root (aws/containers-roadmap issue 1359). Fargate
 * makes them root's, and it is root that writes there.
 */
export const execVolumes = {
  "exec-agents": "/managed-agents",
  "exec-state": "/var/lib/amazon/ssm",
  "exec-log": "/var/log/amazon/ssm",
};

/** The definition of the application's container, as ECS reads it. */
export function applicationContainer(name: string, props: ApplicationContainerProps) {
  const { container, healthCommand, mount } = props;
  const mounts = { ...execVolumes, ...(mount && { shared: mount.path }) };
  return {
    name,
    image: container.image,
    command: container.command,
    essential: true,
    user: "10001",
    readonlyRootFilesystem: true,
    // An init process passes SIGTERM on and reaps children. Any user may write to a tmpfs; a volume would be root's.
    linuxParameters: { initProcessEnabled: true, tmpfs: [{ containerPath: "/tmp", size: tmpMib }] },
    stopTimeout: 30, // docs/decisions/stop-time.md
    portMappings: [{ containerPort: container.port, hostPort: container.port, protocol: "tcp" }],
    mountPoints: Object.entries(mounts).map(([sourceVolume, containerPath]) => ({ sourceVolume, containerPath })),
    environment: Object.entries(props.environment).map(([name, value]) => ({ name, value })),
    secrets: Object.entries(props.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    healthCheck: healthCommand && healthCheck(healthCommand, container),
    repositoryCredentials: props.registryCredentialsArn && { credentialsParameter: props.registryCredentialsArn },
    logConfiguration: logConfiguration(props.log, name),
  };
}

function healthCheck(command: readonly string[], { health }: ContainerProps) {
  return {
    command,
    interval: health?.live.intervalSeconds ?? 30,
    timeout: health?.live.timeoutSeconds ?? 5,
    retries: health?.live.failures ?? 3,
    // ECS allows at most 300 s.
    startPeriod: Math.min(300, health ? health.startup.intervalSeconds * health.startup.failures : 60),
  };
}
