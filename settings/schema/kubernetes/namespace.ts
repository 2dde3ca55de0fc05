import * as z from "zod";

const amount = z.strictObject({
  cpu: z.number().positive().describe("Sum over all pods of the namespace, in vCPU."),
  memory_gib: z.number().positive().describe("Sum over all pods of the namespace, in GiB."),
});

export const namespace = z
  .strictObject({
    pod_security: z
      .enum(["restricted", "baseline"])
      .default("restricted")
      .describe("Pod Security Standard that the namespace enforces."),
    quota: z
      .strictObject({
        requests: amount.describe("Most resources that all pods together may reserve."),
        limits: amount.describe("Most resources that all pods together may use."),
        pods: z.int().min(1).describe("Most pods of the namespace."),
      })
      .describe("Quota of the namespace. It must hold the most replicas and a quarter more, which an update adds."),
  })
  .describe("Namespace <name>-<environment>, which the stack makes.");

export const team = z.strictObject({
  groups: z
    .array(z.string().min(1))
    .min(1)
    .describe("Groups of the cluster's identity provider that belong to the team."),
  role: z.enum(["view", "deploy", "admin"]).default("view").describe("Rights of the team in the namespace."),
  service_account: z.boolean().default(false).describe("Whether the team gets a service account for its pipeline."),
});
