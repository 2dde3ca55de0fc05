import { DataAwsLbTargetGroup } from "@cdktf/provider-aws/lib/data-aws-lb-target-group";
import { DataAwsRdsCluster } from "@cdktf/provider-aws/lib/data-aws-rds-cluster";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import type { EksFacts } from "../../modules/kubernetes/platform/platform-service";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { useAwsProvider } from "../aws-shared/provider";
import { type Connection, connectByKubeconfig, connectToAks, connectToEks, connectToGke } from "./connection";

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
  /** Holds username and password of the database; its host stands in Parameter Store. */
  readonly databaseSecretArn: string;
}

export interface Ground {
  readonly clusterName: string;
  /** Only on EKS. */
  readonly eks?: EksGround;
}

/** Reaches the cluster, whichever it is, and finds what is beside it. */
export function addGround(stack: TerraformStack, settings: Settings, names: Names): Ground {
  const { cluster } = settings;
  switch (cluster.kind) {
    case "eks":
      return addEksGround(stack, { ...settings, cluster }, names);
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
  settings: Settings & { readonly cluster: EksCluster },
  names: Names,
): Ground {
  const { name: clusterName = names.of("cluster"), region = settings.region } = settings.cluster;
  useAwsProvider(stack, settings, { system: settings.system });
  const { connection, vpcId, version } = connectToEks(stack, { ...settings.cluster, name: clusterName, region });
  useConnection(stack, connection);

  const database = new DataAwsRdsCluster(stack, "database", { clusterIdentifier: names.of("database", "main") });
  const targetGroup = new DataAwsLbTargetGroup(stack, "target-group", { name: names.of("target_group", "api") });
  return {
    clusterName,
    eks: {
      facts: { region, vpcId, version },
      networkCidr: new DataAwsVpc(stack, "vpc", { id: vpcId }).cidrBlock,
      targetGroupArn: targetGroup.arn,
      databaseSecretArn: database.masterUserSecret.get(0).secretArn,
      roleArn: (part) => names.arn("iam", `role/${names.of("iam_role", part)}`),
    },
  };
}
