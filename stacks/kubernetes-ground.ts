import { DataAwsLbTargetGroup } from "@cdktf/provider-aws/lib/data-aws-lb-target-group";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import type { EksFacts } from "../modules/kubernetes/platform-service";
import type { Names } from "../modules/names";
import type { PlatformSettings } from "../settings/schema";
import { useAwsProvider } from "./aws-provider";
import {
  type Connection,
  connectByKubeconfig,
  connectToAks,
  connectToEks,
  connectToGke,
} from "./kubernetes-connection";

type Settings = PlatformSettings["kubernetes"];
type EksCluster = Extract<Settings["cluster"], { kind: "eks" }>;

/** What `aws-eks-<environment>` made, found by name. */
export interface EksGround {
  readonly facts: EksFacts;
  /** IPv4 range in which database and cache are. */
  readonly networkCidr: string;
  readonly targetGroupArn: string;
  /** The role with the last part of its name. */
  roleArn(part: string): string;
  /** What stands under the path of the system in Parameter Store. */
  parameter(key: string): string;
}

export interface Ground {
  readonly clusterName: string;
  /** Only on EKS. */
  readonly eks?: EksGround;
}

/** Reaches the cluster, whichever it is, and finds what is beside it. */
export function addGround(stack: TerraformStack, id: string, settings: Settings, names: Names): Ground {
  const { cluster } = settings;
  switch (cluster.kind) {
    case "eks":
      return addEksGround(stack, id, { ...settings, cluster }, names);
    case "gke":
      useConnection(stack, connectToGke(stack, cluster));
      return { clusterName: cluster.name };
    case "aks":
      useConnection(stack, connectToAks(stack, cluster));
      return { clusterName: cluster.name };
    case "kubeconfig":
      useConnection(stack, connectByKubeconfig(cluster));
      return { clusterName: cluster.context };
  }
}

function useConnection(stack: TerraformStack, connection: Connection): void {
  const { exec, ...direct } = connection;
  new KubernetesProvider(stack, "kubernetes", { ...direct, exec: exec && [exec] });
  new HelmProvider(stack, "helm", { kubernetes: connection });
}

function addEksGround(
  stack: TerraformStack,
  id: string,
  settings: Settings & { readonly cluster: EksCluster },
  names: Names,
): Ground {
  const { name: clusterName = names.of("cluster"), region = settings.region } = settings.cluster;
  useAwsProvider(stack, id, settings, { system: settings.system });
  const { connection, vpcId, version } = connectToEks(stack, { ...settings.cluster, name: clusterName, region });
  useConnection(stack, connection);

  const targetGroup = new DataAwsLbTargetGroup(stack, "target-group", { name: names.of("target_group", "api") });
  return {
    clusterName,
    eks: {
      facts: { region, vpcId, version },
      networkCidr: new DataAwsVpc(stack, "vpc", { id: vpcId }).cidrBlock,
      targetGroupArn: targetGroup.arn,
      roleArn: (part) => names.arn("iam", `role/${names.of("iam_role", part)}`),
      // Not secret: the values are addresses and names.
      parameter: (key) => new DataAwsSsmParameter(stack, `parameter-${key}`, { name: names.path(key) }).insecureValue,
    },
  };
}
