import * as z from "zod";
import { days, logDays, namePrefix, region } from "../common";
import { shared } from "../shared";

/** `account-<environment>`: the state backend, and what an account has once. */
export const account = z.strictObject({
  ...shared,
  owns_account: z
    .boolean()
    .default(true)
    .describe("False where another environment made what the account and the region have once."),
  state_noncurrent_days: days.default(90).describe("Old versions of the state are kept this long."),
  copy_region: region
    .optional()
    .describe(
      "States, the audit trail and the records of who read them are copied to a bucket there. Absent: no copies.",
    ),
  audit_trail: z
    .strictObject({
      enabled: z.boolean().default(true).describe("Records every call of the AWS API."),
      retention_days: logDays.default(365).describe("Records are kept this long."),
      data_events: z
        .strictObject({
          buckets: z.array(namePrefix).default([]).describe("Buckets whose names begin so: every object access."),
          functions: z.array(namePrefix).default([]).describe("Functions whose names begin so: every invocation."),
          regions: z.array(region).optional().describe("Of the functions. Default: the region of the account's stack."),
        })
        .prefault({})
        .describe("What is recorded beside the calls of the AWS API, at a price per event (document 001)."),
    })
    .prefault({})
    .describe("CloudTrail of all regions, with its bucket."),
  github_oidc: z.boolean().default(true).describe("GitHub Actions may assume roles without stored keys."),
  api_gateway_log_role: z.boolean().default(true).describe("API Gateway of the region may write logs."),
  ebs_encryption: z.boolean().default(true).describe("New disks are encrypted, account-wide."),
  public_access_block: z.boolean().default(true).describe("No S3 bucket of the account can be public."),
});
