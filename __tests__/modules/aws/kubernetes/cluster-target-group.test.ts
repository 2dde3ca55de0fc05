import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { ClusterTargetGroup } from "../../../../modules/aws/kubernetes/cluster-target-group";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = () =>
  synthesized((scope) => {
    new ClusterTargetGroup(scope, "targets", {
      names,
      name: "api",
      vpcId: "vpc-1",
      clusterSecurityGroupId: "sg-cluster",
      port: 8080,
      ready: { path: "/health/ready", intervalSeconds: 10, timeoutSeconds: 5, failures: 3 },
      route: {
        loadBalancer: { listenerArn: "arn:listener", securityGroupId: "sg-balancer", arnSuffix: "app/lb/1" },
        priority: 100,
      },
    });
  });

describe("ClusterTargetGroup", () => {
  test("pods are targets by address, checked as ready, in a group whose name another stack can compute", () => {
    expect(make()).toHaveResourceWithProperties(LbTargetGroup, {
      name: "test-execution-prod-api",
      target_type: "ip",
      protocol: "HTTP",
      deregistration_delay: "30",
      health_check: expect.objectContaining({
        path: "/health/ready",
        port: "traffic-port",
        interval: 10,
        timeout: 5,
        unhealthy_threshold: 3,
      }),
    });
  });

  test("the HTTPS listener sends every path there", () => {
    expect(make()).toHaveResourceWithProperties(LbListenerRule, {
      listener_arn: "arn:listener",
      priority: 100,
      condition: [{ path_pattern: { values: ["/*"] } }],
      action: [{ type: "forward", target_group_arn: expect.stringContaining("aws_lb_target_group.") }],
    });
  });

  test("the load balancer reaches the pods' port, and nothing else of the cluster", () => {
    const made = make();
    const port = { from_port: 8080, to_port: 8080, ip_protocol: "tcp" };
    expect(made).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
      ...port,
      security_group_id: "sg-cluster",
      referenced_security_group_id: "sg-balancer",
    });
    expect(made).toHaveResourceWithProperties(VpcSecurityGroupEgressRule, {
      ...port,
      security_group_id: "sg-balancer",
      referenced_security_group_id: "sg-cluster",
    });
    expect(made.all(VpcSecurityGroupIngressRule)).toHaveLength(1);
  });
});
