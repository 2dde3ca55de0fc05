import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import type { ContainerProps } from "../../container";
import type { Names } from "../../names";
import { type ContainerLog, logConfiguration } from "./container-log";
import { mountPath, type ServiceConnections } from "./service-connections";
import type { TaskRoles } from "./task-roles";
import { collectorDefinition, type TracingProps } from "./trace-collector";

/** What every task of a service has in common. */
export interface TaskProps extends Pick<ServiceConnections, "fileSystem" | "mountPath"> {
  /** The pair of CPU and memory must be one that Fargate knows, and holds the collector too. */
  readonly container: ContainerProps;
  /** @default "x86_64" */
  readonly architecture?: "x86_64" | "arm64";
  /**
   * Health check inside the container, such as `["CMD", "/app/healthcheck"]`, at the interval of the `live` probe.
   * @default - none: a distroless image has neither a shell nor curl, and the load balancer checks over the network
   */
  readonly healthCommand?: readonly string[];
  /** Size of the in-memory /tmp, the only place the container may write to; part of its memory. @default 256 */
  readonly tmpMib?: number;
  /** Secret with the pull credentials of a private registry (GHCR). @default - pulled without, or from ECR by role */
  readonly registryCredentialsArn?: string;
  /**
   * Superseded revisions stay active, so that a rollback can name one; a destroy leaves them too, and they cost nothing.
   * @default true
   */
  readonly keepRevisions?: boolean;
}

export interface TaskDefinitionProps extends TaskProps {
  readonly names: Names;
  /** The last part of the family's name. */
  readonly part: string;
  readonly roles: TaskRoles;
  readonly log: ContainerLog;
  /** Everything, the container's own and what its connections add. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** @default - none */
  readonly tracing?: TracingProps;
}

/**
 * ECS Exec needs these places to be writable; AWS does not document it together with a read-only root
 * (aws/containers-roadmap issue 1359). Fargate makes them root's, who is the one that writes there.
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
    const { names, container, roles, fileSystem, tracing } = props;
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
        cpuArchitecture: (props.architecture ?? "x86_64").toUpperCase(),
      },
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      skipDestroy: props.keepRevisions ?? true,
      volume: [
        ...Object.keys(execVolumes).map((name) => ({ name })),
        ...(fileSystem
          ? [
              {
                name: "shared",
                efsVolumeConfiguration: {
                  fileSystemId: fileSystem.fileSystemId,
                  transitEncryption: "ENABLED",
                  authorizationConfig: { accessPointId: fileSystem.accessPointId, iam: "ENABLED" },
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
  const { container, healthCommand, fileSystem } = props;
  const mounts = { ...execVolumes, ...(fileSystem && { shared: mountPath(props) }) };
  return {
    name,
    image: container.image,
    command: container.command,
    essential: true,
    user: "10001",
    readonlyRootFilesystem: true,
    // An init process passes SIGTERM on and reaps children. Fargate gives /tmp as tmpfs to any user; a volume would be root's.
    linuxParameters: { initProcessEnabled: true, tmpfs: [{ containerPath: "/tmp", size: props.tmpMib ?? 256 }] },
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
    // ECS's longest.
    startPeriod: Math.min(300, health ? health.startup.intervalSeconds * health.startup.failures : 60),
  };
}
