import * as z from "zod";
import { gitUrl } from "../formats";

/** The Helm releases that a cluster may get. */
const platformServiceNames = [
  "argo-cd",
  "aws-load-balancer-controller",
  "cert-manager",
  "cluster-autoscaler",
  "envoy-gateway",
  "external-dns",
  "external-secrets",
  "flagger",
  "ingress-nginx",
  "istio",
  "jaeger",
  "kube-prometheus-stack",
  "log-shipping",
  "metrics-server",
  "nvidia-device-plugin",
  "opentelemetry-collector",
  "prometheus-adapter",
] as const;

const platformService = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe("Whether this stack installs it. False where the cluster has it already."),
  version: z
    .string()
    .min(1)
    .optional()
    .describe("Version of the Helm chart. Default: the version that this product pins."),
  values: z
    .record(z.string(), z.json())
    .default({})
    .describe("Values of the Helm chart, merged over those that this product sets."),
});

export const platformServices = z
  .partialRecord(z.enum(platformServiceNames), platformService)
  .default({})
  .describe("Helm releases that the cluster needs or offers, by name. Only those named here are installed.");

export const gitops = z.strictObject({
  repository: gitUrl.describe("Address of the Git repository from which Argo CD deploys, over HTTPS or SSH."),
  revision: z.string().min(1).default("main").describe("Branch, tag or commit that Argo CD deploys."),
  path: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of the repository. Default: environments/<environment> (document 003)."),
});

export const delivery = z
  .strictObject({
    canary: z
      .boolean()
      .default(false)
      .describe("Whether Flagger shifts requests to a new build step by step, and back when it fails (document 003)."),
  })
  .prefault({})
  .describe("How a new build replaces the running one.");
