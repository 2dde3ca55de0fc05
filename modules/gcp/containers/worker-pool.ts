import { CloudRunV2WorkerPool } from "@cdktf/provider-google/lib/cloud-run-v2-worker-pool";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Replicas } from "../../container";
import type { TracingProps } from "../../tracing";
import { applicationContainer, ignoredChanges, placement, type RunProps, replaceable } from "./run-template";
import { collectorContainer } from "./trace-collector";

export interface WorkerPoolProps extends RunProps {
  /** `min` replicas run. Cloud Run scales by requests, and a worker gets none. */
  readonly replicas: Replicas;
  /** @default - no traces */
  readonly tracing?: TracingProps;
  /** Roles and firewall rules that a replica needs to start. */
  readonly waitsFor: ITerraformDependable[];
}

/** Replicas on Cloud Run that no client reaches, such as the consumers of a queue. */
export class WorkerPool extends Construct {
  /** Name of the worker pool. */
  readonly poolName: string;

  constructor(scope: Construct, id: string, props: WorkerPoolProps) {
    super(scope, id);
    const { names, tracing } = props;
    const pool = new CloudRunV2WorkerPool(this, "pool", {
      name: names.of("cloud_run", props.name),
      location: names.region,
      // This release of the provider supports worker pools as a preview only.
      launchStage: "BETA",
      deletionProtection: replaceable,
      scaling: { scalingMode: "MANUAL", manualInstanceCount: props.replicas.min },
      template: {
        ...placement(props),
        containers: [
          applicationContainer(props),
          ...(tracing ? [collectorContainer(tracing, props.metricNamespace)] : []),
        ],
      },
      dependsOn: props.waitsFor,
      // Since worker pools are generally available, the API may answer with another stage.
      lifecycle: { ignoreChanges: [...ignoredChanges, "launch_stage"] },
    });
    this.poolName = pool.name;
  }
}
