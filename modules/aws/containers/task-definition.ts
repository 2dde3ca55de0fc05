import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import type { ContainerProps } from "../../container";
import type { Names } from "../../names";
import type { TracingProps } from "../../tracing";
import { type ContainerLog, logConfiguration } from "./container-log";
import type { ServiceConnections } from "./service-connections";
import type { TaskRoles } from "./task-roles";
import { collectorDefinition } from "./trace-collector";

/** What every task of a service has in common. */
export interface TaskProps extends Pick<ServiceConnections, "mount"> {
  /** The pair of CPU and memory must be one that Fargate knows, and holds the collector too. */
  readonly container: ContainerProps;
  /** Must be that of the image. */
  readonly architecture: "x86_64" | "arm64";
  /**
   * Health check inside the container, such as `["CMD", "/app/healthcheck"]`, at the interval of the `live` probe.
   * @default - none: a distroless image has neither a shell nor curl, and the load balancer checks over the network
   */
  readonly healthCommand?: readonly string[];
  /** Secret with the pull credentials of a private registry (GHCR). @default - pulled without, or from ECR by role */
  readonly registryCredentialsArn?: string;
  /**
   * Whether superseded revisions stay active, so that a rollback can name one. Then a destroy leaves them too; they cost
   * nothing.
   */
  readonly keepRevisions: boolean;
}

export interface TaskDefinitionProps extends TaskProps {
  readonly names: Names;
  /** The last part of the family's name. */
  readonly part: string;
  readonly roles: TaskRoles;
  readonly log: ContainerLog;
  /** All variables: the container's own and those of its connections. */
  readonly environment: Readonly<Record<string, string>>;
  /** NAME → reference. */
  readonly secrets: Readonly<Record<string, string>>;
  /** @default - none */
  readonly tracing?: TracingProps;
}

/** Size of the in-memory /tmp, the only place the container may write to, in MiB; part of its memory. */
const tmpMib = 256;

/**
 * ECS Exec writes to these folders, which AWS does not document for a read-only root (aws/containers-roadmap issue 1359). Fargate
 * makes them root's, and it is root that writes there.
 */
const execVolumes = {
  "exec-agents": "/managed-agents",
  "exec-state": "/var/lib/amazon/ssm",
  "exec-log": "/var/log/amazon/ssm",
};

/** A Fargate task of one application container: not root, nothing writable but /tmp and its mounts, secrets by reference. */
export class TaskDefinition extends Construct {
  /** The revision that this stack made. */
  readonly arn: string;
  /** Any revision, for policies: a literal, so that a new image changes no policy. */
  readonly anyRevisionArn: string;
  /** The application's container, by the name that a target group needs. */
  readonly containerName: string;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    const { names, container, roles, mount, tracing } = props;
    const family = names.of("generic", props.part);
    this.containerName = "application";

    const definition = new EcsTaskDefinition(this, "task", {
      family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: String(container.cpu * 1024),
      memory: String(container.memoryMib),
      runtimePlatform: {
        operatingSystemFamily: "LINUX",
        cpuArchitecture: props.architecture.toUpperCase(),
      },
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      skipDestroy: props.keepRevisions,
      volume: [
        ...Object.keys(execVolumes).map((name) => ({ name })),
        ...(mount
          ? [
              {
                name: "shared",
                efsVolumeConfiguration: {
                  fileSystemId: mount.fileSystem.fileSystemId,
                  transitEncryption: "ENABLED",
                  authorizationConfig: { accessPointId: mount.fileSystem.accessPointId, iam: "ENABLED" },
                },
              },
            ]
          : []),
      ],
      // Not Fn.jsonencode, which leaves quotes in literals as they are (cdktf 0.21).
      containerDefinitions: JSON.stringify([
        applicationDefinition(this.containerName, props),
        ...(tracing ? [collectorDefinition(tracing, props.log)] : []),
      ]),
    });
    this.arn = definition.arn;
    this.anyRevisionArn = names.arn("ecs", `task-definition/${family}:*`);
  }
}

function applicationDefinition(name: string, props: TaskDefinitionProps) {
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
    stopTimeout: 30,
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
