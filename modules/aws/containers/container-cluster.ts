import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { Construct } from "constructs";
import { logGroupName, type Names } from "../../names";
import type { NetworkAttributes } from "../network/network";

export interface ContainerClusterProps {
  readonly names: Names;
  readonly network: NetworkAttributes;
  /** Encrypts ECS Exec sessions and their log; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** Days that the log of ECS Exec is kept, one of the values CloudWatch Logs knows. */
  readonly logDays: number;
  /** Private DNS domain in which services find each other, e.g. `shop-prod.internal`. */
  readonly serviceNamespace: string;
}

/** An ECS cluster on Fargate and Fargate Spot with Container Insights, whose ECS Exec sessions are encrypted and logged. */
export class ContainerCluster extends Construct {
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly namespaceId: string;
  /** The log of ECS Exec; a task needs the right to write there. */
  readonly execLogGroupArn: string;
  /** Encrypts ECS Exec sessions; a task needs the right to decrypt with it. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: ContainerClusterProps) {
    super(scope, id);
    const { names, keyArn } = props;

    const execLog = new CloudwatchLogGroup(this, "exec-log", {
      name: logGroupName("/ecs", names.of("ecs", "exec")),
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
    const namespace = new ServiceDiscoveryPrivateDnsNamespace(this, "namespace", {
      name: props.serviceNamespace,
      description: `Services of ${names.prefix}`,
      vpc: props.network.vpcId,
    });

    // Both through the capacity providers, so that services and tasks wait until the cluster can place them.
    this.namespaceId = namespace.id;
    this.clusterName = capacity.clusterName;
    this.clusterArn = names.arn("ecs", `cluster/${capacity.clusterName}`);
    this.execLogGroupArn = execLog.arn;
    this.keyArn = keyArn;
  }
}
