import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { DataAwsEksClusterAuth } from "@cdktf/provider-aws/lib/data-aws-eks-cluster-auth";
import { DataAzurermKubernetesCluster } from "@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { DataGoogleClientConfig } from "@cdktf/provider-google/lib/data-google-client-config";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { Fn, type TerraformStack } from "cdktf";
import type { PlatformSettings } from "../../settings/schema";

type Cluster = PlatformSettings["kubernetes"]["cluster"];
type ClusterOf<Kind extends Cluster["kind"]> = Extract<Cluster, { kind: Kind }>;

interface Command {
  readonly apiVersion: string;
  readonly command: string;
  readonly args?: string[];
}

/** How the providers `kubernetes` and `helm` reach a cluster: both take the same arguments. */
export interface Connection {
  readonly host?: string;
  readonly clusterCaCertificate?: string;
  readonly token?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly configPath?: string;
  readonly configContext?: string;
  /** A command that gets a short-lived token each time Terraform runs; it is in no state. */
  readonly exec?: Command;
}

const apiVersion = "client.authentication.k8s.io/v1beta1";

/** EKS, in the AWS account of the stack. */
export function connectToEks(
  stack: TerraformStack,
  { name, region, auth }: ClusterOf<"eks"> & { name: string; region: string },
): { connection: Connection; vpcId: string; version: string } {
  const cluster = new DataAwsEksCluster(stack, "cluster", { name });
  const connection: Connection = {
    host: cluster.endpoint,
    clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
    ...(auth === "exec"
      ? {
          exec: { apiVersion, command: "aws", args: ["eks", "get-token", "--cluster-name", name, "--region", region] },
        }
      : { token: new DataAwsEksClusterAuth(stack, "token", { name }).token }),
  };
  return { connection, vpcId: cluster.vpcConfig.get(0).vpcId, version: cluster.version };
}

/** GKE; signed in to Google Cloud as the environment says. */
export function connectToGke(stack: TerraformStack, { name, project, location, auth }: ClusterOf<"gke">): Connection {
  new GoogleProvider(stack, "google", { project, region: location });
  const cluster = new DataGoogleContainerCluster(stack, "cluster", { name, project, location });
  return {
    host: `https://${cluster.endpoint}`,
    clusterCaCertificate: Fn.base64decode(cluster.masterAuth.get(0).clusterCaCertificate),
    ...(auth === "exec"
      ? { exec: { apiVersion, command: "gke-gcloud-auth-plugin" } }
      : { token: new DataGoogleClientConfig(stack, "token", {}).accessToken }),
  };
}

/** The application that Azure runs for the sign-in to every AKS cluster with Entra ID (Azure: "kubelogin"). */
const aksServerId = "6dae42f8-4368-4678-94ff-3960e28e3630";

/** AKS; signed in to Azure as the environment says. */
export function connectToAks(
  stack: TerraformStack,
  { name, resource_group, subscription_id, auth }: ClusterOf<"aks">,
): Connection {
  new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: subscription_id });
  const cluster = new DataAzurermKubernetesCluster(stack, "cluster", { name, resourceGroupName: resource_group });
  const config = cluster.kubeConfig.get(0);
  return {
    host: config.host,
    clusterCaCertificate: Fn.base64decode(config.clusterCaCertificate),
    ...(auth === "exec"
      ? {
          exec: {
            apiVersion,
            command: "kubelogin",
            args: ["get-token", "--login", "azurecli", "--server-id", aksServerId],
          },
        }
      : {
          clientCertificate: Fn.base64decode(config.clientCertificate),
          clientKey: Fn.base64decode(config.clientKey),
        }),
  };
}

/** Any cluster that a kubeconfig knows. */
export function connectByKubeconfig({ path, context }: ClusterOf<"kubeconfig">): Connection {
  return { configPath: path, configContext: context };
}
