import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Construct } from "constructs";
import type { Probe } from "../../container";
import type { Names } from "../../names";
import type { ServiceRoute } from "../containers/service-routing";
import { replicaTargets } from "../containers/service-target-group";
import { allowTraffic } from "../network/traffic";

export interface ClusterTargetGroupProps {
  readonly names: Names;
  /** The service; the last part of the target group's name, by which a TargetGroupBinding finds it. */
  readonly name: string;
  readonly vpcId: string;
  /** Security group that EKS gives the cluster's nodes, and with them their pods. */
  readonly clusterSecurityGroupId: string;
  /** Port of the pods. */
  readonly port: number;
  readonly ready: Probe;
  readonly route: Pick<ServiceRoute, "loadBalancer" | "priority">;
}

/**
 * A way from a load balancer to the pods of a service in a Kubernetes cluster: target group, listener rule and security-group
 * rules. Pods are registered by the AWS Load Balancer Controller through a TargetGroupBinding that names the target group.
 */
export class ClusterTargetGroup extends Construct {
  readonly arn: string;
  /** The part of the ARN by which CloudWatch metrics name it. */
  readonly arnSuffix: string;

  constructor(scope: Construct, id: string, props: ClusterTargetGroupProps) {
    super(scope, id);
    const { names, name, vpcId, ready, route } = props;

    const targetGroup = replicaTargets(this, "targets", {
      names,
      part: name,
      vpcId,
      ready,
      deregistrationSeconds: 30,
    });
    new LbListenerRule(this, "rule", {
      listenerArn: route.loadBalancer.listenerArn,
      priority: route.priority,
      condition: [{ pathPattern: { values: ["/*"] } }],
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
