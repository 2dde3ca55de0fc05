import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";

/** How the number of readers follows their load. */
export interface ReplicaAutoscaling {
  /** Fewest readers, those of the cluster itself among them. */
  readonly min: number;
  /** Most readers, those of the cluster itself among them; at most 15 (Aurora limit). */
  readonly max: number;
  /** Average CPU of all readers that is held, in percent. */
  readonly cpuPercent: number;
}

export interface AuroraReplicaScalingProps extends ReplicaAutoscaling {
  readonly names: Names;
  /** The last part of the cluster's identifier. */
  readonly name: string;
  readonly clusterIdentifier: string;
  /** RDS admits autoscaling once the cluster has an instance. */
  readonly instances: ITerraformDependable[];
}

/**
 * Adds readers of the writer's class to an Aurora cluster while CPU is above the target, and removes only those that it added.
 * They are in no state: before the cluster is destroyed, `max` must be back at `min` and they must be gone.
 */
export class AuroraReplicaScaling extends Construct {
  constructor(scope: Construct, id: string, props: AuroraReplicaScalingProps) {
    super(scope, id);
    const { serviceNamespace, scalableDimension, resourceId } = new AppautoscalingTarget(this, "target", {
      serviceNamespace: "rds",
      scalableDimension: "rds:cluster:ReadReplicaCount",
      resourceId: `cluster:${props.clusterIdentifier}`,
      minCapacity: props.min,
      maxCapacity: props.max,
      dependsOn: props.instances,
    });
    new AppautoscalingPolicy(this, "hold-cpu", {
      name: props.names.of("generic", `${props.name}-replicas-cpu`),
      policyType: "TargetTrackingScaling",
      serviceNamespace,
      scalableDimension,
      resourceId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: props.cpuPercent,
        predefinedMetricSpecification: { predefinedMetricType: "RDSReaderAverageCPUUtilization" },
        // A new reader takes minutes to start, and a cold one answers slowly: wait before the next step.
        scaleOutCooldown: 300,
        scaleInCooldown: 900,
      },
    });
  }
}
