import * as z from "zod";
import { days, logDays, namePrefix, uniqueList } from "../common";
import { deploy } from "../deploy";
import { region, repository, repositoryId } from "../formats";
import { systemName } from "../names";
import { awsShared } from "../shared";

/** `account-<environment>`: the state backend, and what an account has once. */
export const account = z.strictObject({
  ...awsShared,
  owns_account: z
    .boolean()
    .default(true)
    .describe("Whether this stack makes what account and region have once. False where another environment does."),
  state_noncurrent_days: days.default(90).describe("Days until an old version of a state is removed for good."),
  copy_region: region
    .optional()
    .describe(
      "AWS region of a second bucket that gets a copy of the states, the audit trail and their access logs. Default: no copies.",
    ),
  audit_trail: z
    .strictObject({
      enabled: z.boolean().default(true).describe("Whether CloudTrail records every call of the AWS API."),
      retention_days: logDays.default(365).describe("Days until a record of the audit trail is deleted."),
      data_events: z
        .strictObject({
          buckets: uniqueList(namePrefix)
            .default([])
            .describe("Name prefixes of buckets: every access to their objects is recorded."),
          functions: uniqueList(namePrefix)
            .default([])
            .describe("Name prefixes of Lambda functions: every invocation is recorded."),
          regions: uniqueList(region)
            .optional()
            .describe("Regions of those functions. Default: the region of the account's stack."),
        })
        .prefault({})
        .describe("Accesses to data that are recorded too, at a price per event (document 001)."),
    })
    .prefault({})
    .describe("CloudTrail of all regions, with the bucket that holds its records."),
  github_oidc: z
    .boolean()
    .default(true)
    .describe("Whether GitHub Actions may assume roles of the account without stored keys."),
  pipelines: z
    .strictObject({
      repository: repository.describe("GitHub repository with this project, whose workflows may assume the roles."),
      repository_id: repositoryId.optional(),
      systems: uniqueList(systemName)
        .min(1)
        .max(10) // More names would not fit into the role's policy (IAM quotas: 10,240 characters).
        .describe(
          "The `name` of each system with a stack in this environment's account: only their roles can be made.",
        ),
    })
    .optional()
    .describe(
      "IAM roles with which GitHub Actions plans and applies the stacks of the environment: `multicloud-<environment>-plan` reads, for jobs of the GitHub environments `<environment>-plan` and `<environment>-watch`; `multicloud-<environment>-infrastructure` makes, for jobs of `<environment>`. Needs `role_boundary`. Default: no such roles.",
    ),
  deploys: z
    .record(
      z.string().regex(/^[a-z](-?[a-z0-9])*$/, { error: "the id of a stack such as shop-gcp-prod" }),
      deploy.describe("Who deploys images of the stack: as its own `deploy`."),
    )
    .default({})
    .describe(
      "Stacks on Google Cloud and Azure whose images an application's repository deploys, by their ids: for each an IAM role that reads and writes the state of that stack, and nothing else.",
    ),
  api_gateway_log_role: z
    .boolean()
    .default(true)
    .describe("Whether the account has the role with which API Gateway writes logs in this region."),
  ebs_encryption: z
    .boolean()
    .default(true)
    .describe("Whether every new EBS volume of the account and region is encrypted."),
  public_access_block: z.boolean().default(true).describe("Whether no S3 bucket of the account can be made public."),
});
