import { DataAwsLb } from "@cdktf/provider-aws/lib/data-aws-lb";
import { DataAwsLbTargetGroup } from "@cdktf/provider-aws/lib/data-aws-lb-target-group";
import { DataAwsRdsCluster } from "@cdktf/provider-aws/lib/data-aws-rds-cluster";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import type { EksFacts } from "../../modules/kubernetes/platform/platform-service";
import { Names } from "../../modules/names";
import { isGuest } from "../../settings/schema/kubernetes/guest";
import { useAwsProvider } from "../aws-shared/provider";
import { withNamespace } from "../provider-source";
import { type ClusterLogin, loginByKubeconfig, loginToAks, loginToEks, loginToGke } from "./cluster-login";
import type { KubernetesContext, Settings } from "./context";

type EksSettings = Extract<Settings["cluster"], { kind: "eks" }>;

/** The cluster on EKS, whichever system's `aws-eks` stack makes it. */
export interface EksCluster {
  readonly facts: EksFacts;
  /** IPv4 range of the VPC. */
  readonly networkCidr: string;
  /** The IAM role of a controller of the cluster, by the last part of its name. */
  controllerRoleArn(part: string): string;
}

/** What the system's own `aws-eks` stack makes for its application, found by name. */
export interface EksResources {
  readonly targetGroupArn: string;
  readonly loadBalancerDnsName: string;
  /** The IAM role whose name ends in `part`. It trusts accounts of the system's own namespace alone. */
  roleArn(part: string): string;
  /** The secret with the username and the password of the database, where there is one. Its host is in Parameter Store. */
  readonly databaseSecretArn?: string;
}

/** The cluster of the stack, apart from what the stack makes in it. */
export interface ClusterConnection {
  readonly clusterName: string;
  /** Only on EKS. */
  readonly eks?: EksCluster;
  /** Only on EKS, and not on the cluster of another system. */
  readonly own?: EksResources;
}

/** The providers of the cluster; on EKS also the resources of `aws-eks-<environment>`. */
export function addClusterConnection(
  stack: TerraformStack,
  settings: Settings,
  context: KubernetesContext,
): ClusterConnection {
  const { cluster } = settings;
  switch (cluster.kind) {
    case "eks":
      return addEksConnection(stack, { ...settings, cluster }, context);
    case "gke":
      addProviders(stack, loginToGke(stack, cluster), gkeAnnotations);
      return { clusterName: cluster.name };
    case "aks":
      addProviders(stack, loginToAks(stack, cluster));
      return { clusterName: cluster.name };
    case "kubeconfig":
      // It may name a cluster on GKE.
      addProviders(stack, loginByKubeconfig(cluster), gkeAnnotations);
      return { clusterName: cluster.context };
  }
}

/**
 * What GKE writes to every Service: the network endpoint groups that it makes by itself. The provider would take it back in each deploy
 * (github.com/hashicorp/terraform-provider-kubernetes/issues/445).
 */
const gkeAnnotations = ["^cloud\\.google\\.com/neg(-status)?$"];

/** `ignoreAnnotations`: patterns of annotations that the cluster itself writes to the stack's objects. */
function addProviders(stack: TerraformStack, login: ClusterLogin, ignoreAnnotations?: string[]): void {
  const { exec, ...direct } = login;
  withNamespace(new KubernetesProvider(stack, "kubernetes", { ...direct, exec: exec && [exec], ignoreAnnotations }));
  withNamespace(new HelmProvider(stack, "helm", { kubernetes: login }));
}

function addEksConnection(
  stack: TerraformStack,
  settings: Settings & { readonly cluster: EksSettings },
  { system, names: own }: KubernetesContext,
): ClusterConnection {
  const { accountId, environment } = own;
  const names = new Names({ name: settings.cluster.system ?? own.name, environment, accountId, region: own.region });
  const { name: clusterName = names.of("cluster"), region = settings.region } = settings.cluster;
  useAwsProvider(stack, settings, { system });
  const { login, vpcId, version } = loginToEks(
    stack,
    { ...settings.cluster, name: clusterName, region },
    settings.aws_provider,
  );
  addProviders(stack, login);

  const arnOf = (part: string) => names.arn("iam", `role/${names.of("iam_role", part)}`);
  const eks: EksCluster = {
    facts: { region, vpcId, version },
    networkCidr: new DataAwsVpc(stack, "vpc", { id: vpcId }).cidrBlock,
    controllerRoleArn: arnOf,
  };
  if (isGuest(settings)) return { clusterName, eks };

  const database =
    settings.database && new DataAwsRdsCluster(stack, "database", { clusterIdentifier: names.of("database", "main") });
  const targetGroup = new DataAwsLbTargetGroup(stack, "target-group", { name: names.of("target_group", "api") });
  const resources: EksResources = {
    targetGroupArn: targetGroup.arn,
    loadBalancerDnsName: new DataAwsLb(stack, "load-balancer", { name: names.of("load_balancer") }).dnsName,
    databaseSecretArn: database?.masterUserSecret.get(0).secretArn,
    roleArn: arnOf,
  };
  return { clusterName, eks, own: resources };
}
