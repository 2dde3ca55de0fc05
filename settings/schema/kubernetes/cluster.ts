import * as z from "zod";
import { region } from "../common";

const auth = z
  .enum(["exec", "data"])
  .default("exec")
  .describe(
    "How a token is got: by the cloud's command line, in memory only; or by a data source, which HCP Terraform's workers " +
      "need, and which leaves a short-lived token in the state.",
  );

const eks = z.strictObject({
  kind: z.literal("eks").describe("Amazon EKS."),
  name: z.string().min(1).optional().describe("Default: the cluster of `aws-eks-<environment>`."),
  region: region.optional().describe("Default: the stack's own."),
  auth,
});

const gke = z.strictObject({
  kind: z.literal("gke").describe("Google Kubernetes Engine."),
  name: z.string().min(1).describe("The cluster."),
  project: z.string().min(1).describe("Google Cloud project."),
  location: z.string().min(1).describe("Region or zone of the cluster."),
  auth,
});

const aks = z.strictObject({
  kind: z.literal("aks").describe("Azure Kubernetes Service."),
  name: z.string().min(1).describe("The cluster."),
  resource_group: z.string().min(1).describe("Of the cluster."),
  subscription_id: z.uuid().describe("Azure subscription."),
  auth,
});

const kubeconfig = z.strictObject({
  kind: z.literal("kubeconfig").describe("Any cluster that a kubeconfig knows."),
  path: z.string().min(1).default("~/.kube/config").describe("The kubeconfig file."),
  context: z.string().min(1).describe("Context in it; named, so that no other cluster is changed by accident."),
});

/** Where a `kubernetes` stack is deployed. A cluster is found by its name; no value of another stack is used. */
export const kubernetesCluster = z
  .discriminatedUnion("kind", [eks, gke, aks, kubeconfig])
  .describe("The cluster, found by its name.");
