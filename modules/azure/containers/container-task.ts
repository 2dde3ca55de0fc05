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
  /** Five fields of cron, in UTC. @default - started by somebody or a pipeline */
  readonly schedule?: string;
}

/** A job of Container Apps that runs to its end, for at most an hour: when somebody starts it, or on a schedule. */
export class ContainerTask extends Construct {
  readonly taskId: string;

  constructor(scope: Construct, id: string, { container, schedule, ...props }: ContainerTaskProps) {
    super(scope, id);
    const once = { parallelism: 1, replicaCompletionCount: 1 };
    const job = new ContainerAppJob(this, "job", {
      ...props,
      replicaTimeoutInSeconds: 3600,
      // What failed is not repeated by itself: half a migration is no start for a second one.
      replicaRetryLimit: 0,
      template: { container: [container] },
      ...(schedule ? { scheduleTriggerConfig: { ...once, cronExpression: schedule } } : { manualTriggerConfig: once }),
    });
    this.taskId = job.id;
  }
}
