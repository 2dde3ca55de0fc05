import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service";
import { Construct } from "constructs";
import type { NetworkAttributes } from "../network/network";
import type { ContainerCluster } from "./container-cluster";
import { type ScalingProps, ServiceAutoscaling } from "./service-autoscaling";
import type { ServiceConnections } from "./service-connections";
import type { ServiceIngress } from "./service-routing";
import type { Side } from "./sides";
import { TaskDefinition, type TaskDefinitionProps } from "./task-definition";

/** How much of a service runs on Fargate Spot, which AWS may stop with two minutes' notice. */
export interface SpotProps {
  /** Replicas that never run on Spot. */
  readonly onDemandBase: number;
  /** Share of the replicas above the base that runs on Spot, in percent. */
  readonly spotShare: number;
}

/** Where replicas of a service run, and how a deployment replaces them. */
export interface RolloutProps {
  /** @default - everything on demand */
  readonly spot?: SpotProps;
  /** Replicas kept healthy during a deployment, in percent of the desired. @default 100 */
  readonly deploymentMinPercent?: number;
  /** Replicas at most during a deployment, in percent of the desired. @default 200 */
  readonly deploymentMaxPercent?: number;
}

export interface FargateServiceProps
  extends TaskDefinitionProps,
    ScalingProps,
    RolloutProps,
    Pick<ServiceConnections, "consumes"> {
  readonly cluster: ContainerCluster;
  readonly network: NetworkAttributes;
  readonly securityGroupId: string;
  /** Which side of a service it is, and so how many replicas it may have. */
  readonly side: Side;
  /** @default - no client reaches it */
  readonly ingress?: ServiceIngress;
}

/**
 * One ECS service on Fargate in the private subnets: scales by itself, and rolls a failing deployment back. Its name in the
 * cluster's DNS namespace is `part`.
 */
export class FargateService extends Construct {
  readonly serviceName: string;
  readonly taskDefinitionArn: string;
  readonly scalableTargetArn: string;

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const { names, part, cluster, network, ingress, container, tracing, metricNamespace: namespace } = props;

    const task = new TaskDefinition(this, "task", props);
    const discovery = new ServiceDiscoveryService(this, "discovery", {
      name: part,
      dnsConfig: {
        namespaceId: cluster.namespaceId,
        routingPolicy: "MULTIVALUE",
        dnsRecords: [{ type: "A", ttl: 10 }],
      },
      // ECS reports the health; without this block, a name would still resolve to tasks that fail.
      healthCheckCustomConfig: { failureThreshold: 1 },
      // ECS registers the tasks here, and they go with the service.
      forceDestroy: true,
    });

    const service = new EcsService(this, "service", {
      name: names.of("ecs", part),
      cluster: cluster.clusterArn,
      taskDefinition: task.arn,
      desiredCount: props.side.minimum,
      capacityProviderStrategy: capacity(props.spot),
      // Without it, a changed capacity strategy would replace the service instead of rolling it.
      forceNewDeployment: true,
      deploymentMinimumHealthyPercent: props.deploymentMinPercent ?? 100,
      deploymentMaximumPercent: props.deploymentMaxPercent ?? 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms: ingress && { enable: true, rollback: true, alarmNames: ingress.targetGroup.alarmNames },
      availabilityZoneRebalancing: "ENABLED",
      enableExecuteCommand: true,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      networkConfiguration: {
        subnets: network.privateSubnetIds,
        securityGroups: [props.securityGroupId],
        assignPublicIp: false,
      },
      loadBalancer: ingress && [
        {
          targetGroupArn: ingress.targetGroup.arn,
          containerName: task.containerName,
          containerPort: container.port,
        },
      ],
      healthCheckGracePeriodSeconds: ingress?.healthGraceSeconds,
      serviceRegistries: { registryArn: discovery.arn },
      dependsOn: [...(ingress?.rules ?? []), ...props.roles.permissions],
      // Autoscaling owns it once the service exists.
      lifecycle: { ignoreChanges: ["desired_count"] },
    });
    const { targetArn } = new ServiceAutoscaling(this, "autoscaling", {
      ...props,
      clusterName: cluster.clusterName,
      serviceName: service.name,
      requestLabel: ingress?.targetGroup.requestLabel,
      queue: props.consumes,
      published: tracing && namespace ? { namespace, application: names.prefix } : undefined,
    });

    this.serviceName = service.name;
    this.taskDefinitionArn = task.arn;
    this.scalableTargetArn = targetArn;
  }
}

function capacity(spot: SpotProps = { onDemandBase: 0, spotShare: 0 }) {
  return [
    { capacityProvider: "FARGATE", base: spot.onDemandBase, weight: 100 - spot.spotShare },
    ...(spot.spotShare > 0 ? [{ capacityProvider: "FARGATE_SPOT", base: 0, weight: spot.spotShare }] : []),
  ];
}
