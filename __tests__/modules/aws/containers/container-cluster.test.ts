import "cdktf/lib/testing/adapters/jest";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { resources, synthService } from "./container-fixture";

describe("ContainerCluster", () => {
  test("the cluster measures its containers and writes what is done in ECS Exec to an encrypted log", () => {
    const stack = synthService();
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
    const stack = synthService();
    expect(stack).toHaveResourceWithProperties(EcsClusterCapacityProviders, {
      capacity_providers: ["FARGATE", "FARGATE_SPOT"],
    });
    expect(resources(stack, EcsService)[0].cluster).toMatch(
      /^arn:aws:ecs:us-east-1:111111111111:cluster\/\$\{aws_ecs_cluster_capacity_providers\./,
    );
  });

  test("services find each other by name only where the cluster has a namespace", () => {
    expect(synthService({}, "test-execution-prod.internal")).toHaveResourceWithProperties(
      ServiceDiscoveryPrivateDnsNamespace,
      { name: "test-execution-prod.internal", vpc: "vpc-1" },
    );
    expect(synthService()).not.toHaveResource(ServiceDiscoveryPrivateDnsNamespace);
  });
});
