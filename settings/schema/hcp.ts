import * as z from "zod";
import { domain, email, roleArn } from "./formats";

/** Runs in HCP Terraform, and who they are on each cloud: they get short-lived credentials by OpenID Connect, and no key is stored. */
const runs = z
  .strictObject({
    aws_role_arn: roleArn.optional().describe("IAM role of the runs on AWS. It trusts HCP Terraform's issuer."),
    google: z
      .strictObject({
        service_account: email.describe("Service account of the runs on Google Cloud."),
        workload_provider: z
          .string()
          .regex(
            /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]{4,32}\/providers\/[a-z0-9-]{4,32}$/,
            {
              error: "projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>",
            },
          )
          .describe("Provider of the workload identity pool that trusts HCP Terraform's issuer."),
      })
      .optional()
      .describe("Who runs are on Google Cloud. Default: what variable sets say."),
    azure: z
      .strictObject({
        client_id: z
          .uuid()
          .describe("Application of the runs on Azure, with a federated credential for HCP Terraform."),
        tenant_id: z.uuid().describe("Entra tenant of that application."),
      })
      .optional()
      .describe("Who runs are on Azure. Default: what variable sets say."),
  })
  .describe(
    "Terraform runs in HCP Terraform, as these identities; `{}` where its variable sets name them. Default: on the machine of the command.",
  );

/** Where states are kept in HCP Terraform, and where Terraform runs. */
export const hcp = z
  .strictObject({
    organization: z
      .string()
      .regex(/^[A-Za-z0-9][\w-]{2,39}$/, { error: "the name of an organization: 3 to 40 letters, digits, - and _" })
      .describe("Name of the organization in HCP Terraform."),
    hostname: domain.default("app.terraform.io").describe("Host of HCP Terraform, or of a Terraform Enterprise."),
    project: z
      .string()
      .regex(/^[A-Za-z0-9][\w -]{1,38}[\w-]$/, {
        error: "the name of a project: 3 to 40 letters, digits, spaces, - and _",
      })
      .optional()
      .describe("Project of HCP Terraform that holds the workspaces. Default: the organization's default project."),
    runs: runs.optional(),
  })
  .describe("Keeps the state in HCP Terraform instead of a bucket. Each stack has a workspace named by its id.");

export type HcpSettings = z.infer<typeof hcp>;
