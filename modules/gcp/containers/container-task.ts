import { CloudRunV2Job } from "@cdktf/provider-google/lib/cloud-run-v2-job";
import { CloudRunV2JobIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-job-iam-member";
import { CloudSchedulerJob } from "@cdktf/provider-google/lib/cloud-scheduler-job";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ServiceIdentity } from "../access/service-identity";
import { applicationContainer, ignoredChanges, placement, type RunProps, replaceable } from "./run-template";

export interface ContainerTaskProps extends RunProps {
  /** The task within the service. */
  readonly task: string;
  /** Cron expression in UTC, and the account that starts the job. @default - started by hand or by a pipeline */
  readonly scheduled?: { readonly schedule: string; readonly by: ServiceIdentity };
  /** Roles and firewall rules that it needs to start. */
  readonly waitsFor: ITerraformDependable[];
}

/** A Cloud Run job of a service. It runs on demand (`gcloud run jobs execute`) or on a schedule, for at most an hour. */
export class ContainerTask extends Construct {
  /** Name of the Cloud Run job. */
  readonly jobName: string;

  constructor(scope: Construct, id: string, props: ContainerTaskProps) {
    super(scope, id);
    const { names, name, task, scheduled } = props;
    const job = new CloudRunV2Job(this, "job", {
      name: names.of("cloud_run", `${name}-${task}`),
      location: names.region,
      deletionProtection: replaceable,
      template: {
        taskCount: 1,
        template: {
          ...placement(props),
          executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
          maxRetries: 0, // A person looks at a migration that failed halfway before it runs again.
          timeout: "3600s",
          containers: [applicationContainer(props)],
        },
      },
      dependsOn: props.waitsFor,
      lifecycle: { ignoreChanges: ignoredChanges },
    });
    this.jobName = job.name;
    if (!scheduled) return;

    const { by, schedule } = scheduled;
    const invoker = new CloudRunV2JobIamMember(this, "invoker", {
      name: job.name,
      location: job.location,
      role: "roles/run.invoker",
      member: by.member,
    });
    new CloudSchedulerJob(this, "schedule", {
      name: job.name,
      description: `Starts ${task} of ${name}`,
      region: names.region,
      schedule,
      timeZone: "Etc/UTC",
      httpTarget: {
        httpMethod: "POST",
        uri: `https://run.googleapis.com/v2/${job.id}:run`,
        oauthToken: { serviceAccountEmail: by.email },
      },
      // A start that failed is retried; a task that ran and failed is not.
      retryConfig: { retryCount: 3 },
      dependsOn: [invoker],
    });
  }
}
