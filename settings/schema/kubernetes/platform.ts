import * as z from "zod";

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
  enabled: z.boolean().default(true).describe("False: the cluster has it already; this stack does not install it."),
  version: z.string().min(1).optional().describe("Version of the chart. Default: the one we pin."),
  values: z.record(z.string(), z.json()).default({}).describe("Values of the chart, merged over ours."),
});

export const platformServices = z
  .partialRecord(z.enum(platformServiceNames), platformService)
  .default({})
  .describe("What the cluster gets beside the application. One that is not named is not installed.");

export const gitops = z.strictObject({
  repository: z.url({ protocol: /^https$/ }).describe("Git repository that Argo CD follows."),
  revision: z.string().min(1).default("main").describe("Branch, tag or commit."),
  path: z.string().min(1).optional().describe("Default: environments/<environment> (document 003)."),
});

export const delivery = z
  .strictObject({
    canary: z
      .boolean()
      .default(false)
      .describe("Flagger shifts requests to a new build step by step, and back when it fails (document 003)."),
  })
  .prefault({})
  .describe("How a new build takes over.");
