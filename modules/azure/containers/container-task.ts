import { ContainerAppJob, type ContainerAppJobConfig } from "@cdktf/provider-azurerm/lib/container-app-job";
import { Construct } from "constructs";
import type { appContainer } from "./container-app-template";

export interface ContainerTaskProps
  extends Pick<
    ContainerAppJobConfig,
    | "resourceGroupName"
    | "location"
    | "tags"
    | "name"
    | "containerAppEnvironmentId"
    | "workloadProfileName"
    | "identity"
    | "secret"
    | "registry"
    | "dependsOn"
  > {
  readonly container: ReturnType<typeof appContainer>;
  /** Cron expression with five fields, in UTC. @default - started by hand or by a pipeline */
  readonly schedule?: string;
}

/** A job of Container Apps. It runs on demand or on a schedule, for at most an hour. */
export class ContainerTask extends Construct {
  readonly taskId: string;

  constructor(scope: Construct, id: string, { container, schedule, ...props }: ContainerTaskProps) {
    super(scope, id);
    const once = { parallelism: 1, replicaCompletionCount: 1 };
    const job = new ContainerAppJob(this, "job", {
      ...props,
      replicaTimeoutInSeconds: 3600,
      // No retries: a migration that failed halfway needs a person to look at it.
      replicaRetryLimit: 0,
      template: { container: [container] },
      ...(schedule ? { scheduleTriggerConfig: { ...once, cronExpression: schedule } } : { manualTriggerConfig: once }),
    });
    this.taskId = job.id;
  }
}
