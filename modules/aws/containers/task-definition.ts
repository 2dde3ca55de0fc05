import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { type ApplicationContainerProps, applicationContainer, execVolumes } from "./application-container";
import type { TaskRoles } from "./task-roles";
import { collectorDefinition, type TracingProps } from "./trace-collector";

/** What every task of a service has in common. */
export interface TaskProps
  extends Pick<ApplicationContainerProps, "container" | "healthCommand" | "registryCredentialsArn" | "mount"> {
  /** Must be that of the image. */
  readonly architecture: "x86_64" | "arm64";
  /**
   * Whether superseded revisions stay active, so that a rollback can name one. Then a destroy leaves them too; they cost
   * nothing.
   */
  readonly keepRevisions: boolean;
}

export interface TaskDefinitionProps extends TaskProps, ApplicationContainerProps {
  readonly names: Names;
  /** The last part of the family's name. */
  readonly part: string;
  readonly roles: TaskRoles;
  /** @default - none */
  readonly tracing?: TracingProps;
  /** CloudWatch namespace of the metrics that the application sends to its collector. @default - they go nowhere */
  readonly metricNamespace?: string;
}

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
    const { names, container, roles, mount, tracing, metricNamespace: namespace } = props;
    const family = names.of("ecs", props.part);
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
      // The services move to the new revision before the old one is deregistered.
      lifecycle: { createBeforeDestroy: true },
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
        applicationContainer(this.containerName, props),
        ...(tracing
          ? [collectorDefinition(tracing, props.log, namespace ? { namespace, application: names.prefix } : undefined)]
          : []),
      ]),
    });
    this.arn = definition.arn;
    this.anyRevisionArn = names.arn("ecs", `task-definition/${family}:*`);
  }
}
