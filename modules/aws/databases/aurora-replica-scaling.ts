import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";

/** How the number of readers follows their load. */
export interface ReplicaAutoscaling {
  /** Fewest readers, including those that the stack makes. */
  readonly min: number;
  /** Most readers, including those that the stack makes; at most 15 (Aurora limit). */
  readonly max: number;
  /** The average CPU of all readers that autoscaling aims for, in percent. */
  readonly cpuPercent: number;
}

export interface AuroraReplicaScalingProps extends ReplicaAutoscaling {
  readonly names: Names;
  /** The last part of the cluster's identifier. */
  readonly name: string;
  /** The Aurora cluster. */
  readonly clusterIdentifier: string;
  /** The cluster's instances: RDS accepts autoscaling once the cluster has one. */
  readonly instances: ITerraformDependable[];
}

/**
 * Adds readers of the writer's class to an Aurora cluster while CPU is above the target, and removes only those that it added.
 * Terraform does not know these readers: before you destroy the cluster, set `max` to `min` and wait until they are gone.
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
      name: props.names.of("autoscaling_policy", `${props.name}-replicas-cpu`),
      policyType: "TargetTrackingScaling",
      serviceNamespace,
      scalableDimension,
      resourceId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: props.cpuPercent,
        predefinedMetricSpecification: { predefinedMetricType: "RDSReaderAverageCPUUtilization" },
        // Seconds until the next step: a new reader takes minutes to start and is slow until its cache is warm.
        scaleOutCooldown: 300,
        scaleInCooldown: 900,
      },
    });
  }
}
