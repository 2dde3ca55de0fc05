import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Construct } from "constructs";
import type { Probe } from "../../container";
import type { Names } from "../../names";
import { everyPath, type ServiceRoute } from "../containers/service-routing";
import { replicaTargets } from "../containers/service-target-group";
import { allowTraffic } from "../network/traffic";

export interface ClusterTargetGroupProps {
  readonly names: Names;
  /** The service's name: the last part of the target group's name, by which a TargetGroupBinding finds it. */
  readonly name: string;
  /** The VPC of the pods. */
  readonly vpcId: string;
  /** Security group that EKS gives the cluster's nodes and their pods. */
  readonly clusterSecurityGroupId: string;
  /** The port on which the pods listen. */
  readonly port: number;
  /** The check that decides whether a pod gets requests. */
  readonly ready: Probe;
  /** The load balancer, and the priority of the rule among those of its HTTPS listener. */
  readonly route: ServiceRoute;
}

/**
 * Connects a load balancer with the pods of a service in a Kubernetes cluster: target group, listener rule and security-group
 * rules. The AWS Load Balancer Controller registers the pods, for a TargetGroupBinding that names the target group.
 */
export class ClusterTargetGroup extends Construct {
  readonly arn: string;
  /** The part of the ARN that is its dimension in CloudWatch metrics. */
  readonly arnSuffix: string;

  constructor(scope: Construct, id: string, props: ClusterTargetGroupProps) {
    super(scope, id);
    const { names, name, vpcId, ready, route } = props;

    const targetGroup = replicaTargets(this, "targets", {
      names,
      part: name,
      vpcId,
      ready,
    });
    new LbListenerRule(this, "rule", {
      listenerArn: route.loadBalancer.listenerArn,
      priority: route.priority,
      condition: everyPath,
      action: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    });
    allowTraffic(this, "requests", {
      from: route.loadBalancer.securityGroupId,
      to: props.clusterSecurityGroupId,
      port: props.port,
      description: `Requests to ${name}`,
    });

    this.arn = targetGroup.arn;
    this.arnSuffix = targetGroup.arnSuffix;
  }
}
