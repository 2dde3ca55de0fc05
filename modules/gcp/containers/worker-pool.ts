import { CloudRunV2WorkerPool } from "@cdktf/provider-google/lib/cloud-run-v2-worker-pool";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Replicas } from "../../container";
import { applicationContainer, ignoredChanges, placement, type RunProps } from "./run-template";
import { collectorContainer, type TracingProps } from "./trace-collector";

export interface WorkerPoolProps extends RunProps {
  /** As many as `min` run: Cloud Run scales by requests, and nobody sends a worker any. */
  readonly replicas: Replicas;
  readonly tracing?: TracingProps;
  /** @default true */
  readonly deletionProtection?: boolean;
  /** Rights and ways out, without which a replica does not start. */
  readonly waitsFor: ITerraformDependable[];
}

/** Replicas on Cloud Run that no client reaches, such as one that works off a queue. */
export class WorkerPool extends Construct {
  readonly poolName: string;

  constructor(scope: Construct, id: string, props: WorkerPoolProps) {
    super(scope, id);
    const { names, tracing } = props;
    const pool = new CloudRunV2WorkerPool(this, "pool", {
      name: names.of("gcp_resource", props.name),
      location: names.region,
      // This release of the provider knows worker pools as a preview only.
      launchStage: "BETA",
      deletionProtection: props.deletionProtection ?? true,
      scaling: { scalingMode: "MANUAL", manualInstanceCount: props.replicas.min },
      template: {
        ...placement(props),
        containers: [applicationContainer(props), ...(tracing ? [collectorContainer(tracing)] : [])],
      },
      dependsOn: props.waitsFor,
      // Since worker pools are generally available, the API may answer with another stage.
      lifecycle: { ignoreChanges: [...ignoredChanges, "launch_stage"] },
    });
    this.poolName = pool.name;
  }
}
