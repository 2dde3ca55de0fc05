import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { NetworkAttributes } from "../network/network";

export interface ContainerClusterProps {
  readonly names: Names;
  readonly network: NetworkAttributes;
  /** Encrypts ECS Exec sessions and their log; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** Days that the log of ECS Exec is kept, one of the values CloudWatch Logs knows. */
  readonly logDays: number;
  /** Private DNS domain in which services find each other, e.g. `test-execution-prod.internal`. @default - none */
  readonly serviceNamespace?: string;
}

/** An ECS cluster on Fargate and Fargate Spot with Container Insights, whose ECS Exec sessions are encrypted and logged. */
export class ContainerCluster extends Construct {
  readonly clusterArn: string;
  readonly clusterName: string;
  /** Undefined without `serviceNamespace`. */
  readonly namespaceId?: string;
  /** Where ECS Exec writes; a task that may be entered needs the right to. */
  readonly execLogGroupArn: string;
  /** Encrypts ECS Exec sessions; a task that may be entered needs the right to decrypt. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: ContainerClusterProps) {
    super(scope, id);
    const { names, keyArn } = props;

    const execLog = new CloudwatchLogGroup(this, "exec-log", {
      name: `/ecs/${names.of("generic", "exec")}`,
      kmsKeyId: keyArn,
      retentionInDays: props.logDays,
    });
    const cluster = new EcsCluster(this, "cluster", {
      name: names.of("cluster"),
      setting: [{ name: "containerInsights", value: "enabled" }],
      configuration: {
        executeCommandConfiguration: {
          kmsKeyId: keyArn,
          logging: "OVERRIDE",
          logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: execLog.name },
        },
      },
    });
    const capacity = new EcsClusterCapacityProviders(this, "capacity", {
      clusterName: cluster.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
    });
    if (props.serviceNamespace) {
      this.namespaceId = new ServiceDiscoveryPrivateDnsNamespace(this, "namespace", {
        name: props.serviceNamespace,
        description: `Services of ${names.prefix}`,
        vpc: props.network.vpcId,
      }).id;
    }

    // Both through the capacity providers, so that whatever runs here waits until the cluster may place it.
    this.clusterName = capacity.clusterName;
    this.clusterArn = names.arn("ecs", `cluster/${capacity.clusterName}`);
    this.execLogGroupArn = execLog.arn;
    this.keyArn = keyArn;
  }
}
