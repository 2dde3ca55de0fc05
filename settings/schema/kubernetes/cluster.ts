import * as z from "zod";
import { region, resourceGroup } from "../formats";

const auth = z
  .enum(["exec", "data"])
  .default("exec")
  .describe(
    "How Terraform gets a token: exec runs the cloud's command line and stores nothing; data uses a data source, which works in " +
      "HCP Terraform but leaves a short-lived token in the state.",
  );

const eks = z.strictObject({
  kind: z.literal("eks").describe("The cluster is on Amazon EKS."),
  name: z
    .string()
    .min(1)
    .optional()
    .describe("Name of an EKS cluster that no stack of this project makes. Default: the cluster of `system`."),
  system: z
    .string()
    .min(1)
    .optional()
    .describe(
      "System whose `aws-eks` stack of the same environment makes the cluster. Default: the stack's own system.",
    ),
  region: region.optional().describe("AWS region of the cluster. Default: the stack's region."),
  auth,
});

const gke = z.strictObject({
  kind: z.literal("gke").describe("The cluster is on Google Kubernetes Engine."),
  name: z.string().min(1).describe("Name of the GKE cluster."),
  project: z.string().min(1).describe("Id of the Google Cloud project of the cluster."),
  location: z.string().min(1).describe("Region or zone of the cluster in Google Cloud."),
  auth,
});

const aks = z.strictObject({
  kind: z.literal("aks").describe("The cluster is on Azure Kubernetes Service."),
  name: z.string().min(1).describe("Name of the AKS cluster."),
  resource_group: resourceGroup.describe("Resource group of the cluster in Azure."),
  subscription_id: z.uuid().describe("Id of the Azure subscription of the cluster."),
  auth,
});

const kubeconfig = z.strictObject({
  kind: z.literal("kubeconfig").describe("The cluster is any that a kubeconfig file knows."),
  path: z.string().min(1).default("~/.kube/config").describe("Path of the kubeconfig file."),
  context: z
    .string()
    .min(1)
    .describe(
      "Context of the kubeconfig. It must be named, so that the current context never decides which cluster is changed.",
    ),
});

/** The cluster of a `kubernetes` stack. It is found by its name, not through another stack's values. */
export const kubernetesCluster = z
  .discriminatedUnion("kind", [eks, gke, aks, kubeconfig])
  .describe("Cluster to which the stack is deployed, found by its name. It must exist.");
