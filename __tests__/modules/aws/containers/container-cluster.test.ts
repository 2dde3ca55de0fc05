import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { network } from "../fixtures";
import { makeService } from "./container-fixture";

describe("ContainerCluster", () => {
  test("the cluster measures its containers and logs ECS Exec sessions, encrypted", () => {
    const stack = makeService();
    expect(stack).toHaveResourceWithProperties(EcsCluster, {
      name: "test-execution-prod",
      setting: [{ name: "containerInsights", value: "enabled" }],
      configuration: expect.objectContaining({
        execute_command_configuration: expect.objectContaining({ kms_key_id: "arn:key", logging: "OVERRIDE" }),
      }),
    });
    expect(stack).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/ecs/test-execution-prod-exec",
      kms_key_id: "arn:key",
      retention_in_days: 30,
    });
  });

  test("a service waits until the cluster knows Fargate and Fargate Spot", () => {
    const stack = makeService();
    expect(stack).toHaveResourceWithProperties(EcsClusterCapacityProviders, {
      capacity_providers: ["FARGATE", "FARGATE_SPOT"],
    });
    expect(stack.all(EcsService)[0].cluster).toMatch(
      /^arn:aws:ecs:us-east-1:111111111111:cluster\/\$\{aws_ecs_cluster_capacity_providers\./,
    );
  });

  test("services find each other by name in a private namespace of the network", () => {
    expect(makeService().one(ServiceDiscoveryPrivateDnsNamespace)).toMatchObject({
      name: "test-execution-prod.internal",
      vpc: network.vpcId,
    });
  });
});
