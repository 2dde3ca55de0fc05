import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import { ServiceRole } from "../access/service-role";
import type { NetworkAttributes } from "../network/network";
import type { ContainerCluster } from "./container-cluster";
import { TaskDefinition, type TaskDefinitionProps } from "./task-definition";

export interface ContainerTaskProps extends TaskDefinitionProps {
  readonly cluster: ContainerCluster;
  readonly network: NetworkAttributes;
  readonly securityGroupId: string;
  /** `cron(…)` or `rate(…)`, in UTC. @default - run by an operator or a pipeline */
  readonly schedule?: string;
}

/** A task that runs to its end: when it is started (`aws ecs run-task`), or on a schedule. */
export class ContainerTask extends Construct {
  readonly taskDefinitionArn: string;

  constructor(scope: Construct, id: string, props: ContainerTaskProps) {
    super(scope, id);
    const { names, part, cluster, network, roles, schedule } = props;

    // It ends by itself: it needs no health check, and must not wait for a collector.
    const definition = new TaskDefinition(this, "definition", {
      ...props,
      healthCommand: undefined,
      tracing: undefined,
    });
    this.taskDefinitionArn = definition.arn;
    if (!schedule) return;

    const role = new ServiceRole(this, "scheduler", {
      names,
      name: `${part}-scheduler`,
      service: "scheduler.amazonaws.com",
      statements: [
        {
          actions: ["ecs:RunTask"],
          resources: [definition.anyRevisionArn],
          conditions: [{ test: "ArnEquals", variable: "ecs:cluster", values: [cluster.clusterArn] }],
        },
        {
          actions: ["ecs:TagResource"],
          resources: [names.arn("ecs", `task/${cluster.clusterName}/*`)],
          conditions: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RunTask"] }],
        },
        {
          actions: ["iam:PassRole"],
          resources: [roles.executionRoleArn, roles.taskRoleArn],
          conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] }],
        },
      ],
    });
    new SchedulerSchedule(this, "schedule", {
      name: names.of("schedule", part),
      scheduleExpression: schedule,
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: cluster.clusterArn,
        roleArn: role.arn,
        ecsParameters: {
          taskDefinitionArn: definition.arn,
          launchType: "FARGATE",
          enableEcsManagedTags: true,
          propagateTags: "TASK_DEFINITION",
          networkConfiguration: {
            subnets: network.privateSubnetIds,
            securityGroups: [props.securityGroupId],
            assignPublicIp: false,
          },
        },
        // A task that could not start is retried for an hour; one that ran and failed is not.
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
      },
    });
  }
}
