import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { DataAwsEksClusterAuth } from "@cdktf/provider-aws/lib/data-aws-eks-cluster-auth";
import { DataAzurermKubernetesCluster } from "@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { DataGoogleClientConfig } from "@cdktf/provider-google/lib/data-google-client-config";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { Fn, type TerraformStack } from "cdktf";
import { withNamespace } from "../provider-source";
import type { Settings } from "./context";

type Cluster = Settings["cluster"];
type ClusterOf<Kind extends Cluster["kind"]> = Extract<Cluster, { kind: Kind }>;

interface LoginCommand {
  readonly apiVersion: string;
  readonly command: string;
  readonly args?: string[];
}

/** Arguments by which the providers `kubernetes` and `helm` reach a cluster and log in. Both take the same ones. */
export interface ClusterLogin {
  readonly host?: string;
  readonly clusterCaCertificate?: string;
  readonly token?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly configPath?: string;
  readonly configContext?: string;
  /** A command that prints a short-lived token each time Terraform runs, so that the token is not in the state. */
  readonly exec?: LoginCommand;
}

const apiVersion = "client.authentication.k8s.io/v1beta1";

/** EKS, with the AWS provider of the stack. */
export function loginToEks(
  stack: TerraformStack,
  { name, region, auth }: ClusterOf<"eks"> & { name: string; region: string },
  { profile, role_arn: roleArn }: Settings["aws_provider"],
): { login: ClusterLogin; vpcId: string; version: string } {
  const cluster = new DataAwsEksCluster(stack, "cluster", { name });
  const login: ClusterLogin = {
    host: cluster.endpoint,
    clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
    ...(auth === "exec"
      ? {
          exec: {
            apiVersion,
            command: "aws",
            // As the provider: another identity has other rights in the cluster, or none. The command takes the role in addition to the profile.
            args: [
              ...["eks", "get-token", "--cluster-name", name, "--region", region],
              ...(profile ? ["--profile", profile] : []),
              ...(roleArn ? ["--role-arn", roleArn] : []),
            ],
          },
        }
      : { token: new DataAwsEksClusterAuth(stack, "token", { name }).token }),
  };
  return { login, vpcId: cluster.vpcConfig.get(0).vpcId, version: cluster.version };
}

/** GKE. Terraform logs in to Google Cloud with the credentials of its environment. */
export function loginToGke(stack: TerraformStack, { name, project, location, auth }: ClusterOf<"gke">): ClusterLogin {
  withNamespace(new GoogleProvider(stack, "google", { project, region: location }));
  const cluster = new DataGoogleContainerCluster(stack, "cluster", { name, project, location });
  return {
    host: `https://${cluster.endpoint}`,
    clusterCaCertificate: Fn.base64decode(cluster.masterAuth.get(0).clusterCaCertificate),
    ...(auth === "exec"
      ? { exec: { apiVersion, command: "gke-gcloud-auth-plugin" } }
      : { token: new DataGoogleClientConfig(stack, "token", {}).accessToken }),
  };
}

/** ID of the Entra application by which people log in to any AKS cluster (Azure documentation: "kubelogin"). */
const aksServerId = "6dae42f8-4368-4678-94ff-3960e28e3630";

/** AKS. Terraform logs in to Azure with the credentials of its environment. */
export function loginToAks(
  stack: TerraformStack,
  { name, resource_group, subscription_id, auth }: ClusterOf<"aks">,
): ClusterLogin {
  withNamespace(new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: subscription_id }));
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

/** Any cluster of a kubeconfig file. */
export function loginByKubeconfig({ path, context }: ClusterOf<"kubeconfig">): ClusterLogin {
  return { configPath: path, configContext: context };
}
