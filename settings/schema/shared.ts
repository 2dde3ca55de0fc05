import * as z from "zod";
import { alerts, notifications } from "./alerts";
import { application } from "./application";
import { businessMetrics } from "./business-metrics";
import { logDays } from "./common";
import { accountId, region, roleArn } from "./formats";
import { hcp } from "./hcp";
import { environmentFileName } from "./names";
import { tags } from "./naming/tags";
import { backup, cache, database } from "./stores";

const state = z
  .strictObject({
    role_arn: roleArn
      .optional()
      .describe("IAM role that reads and writes the state. Default: the credentials with which Terraform runs."),
    use_lockfile: z
      .boolean()
      .default(false)
      .describe("Whether a lock object in the bucket locks the state too, in addition to the DynamoDB table."),
    cloud: hcp.optional(),
  })
  .prefault({})
  .describe("Where Terraform keeps its state: by default in the S3 bucket of `account-<environment>`.");

const awsProvider = z
  .strictObject({
    max_retries: z
      .int()
      .min(0)
      .max(50)
      .optional()
      .describe("Times that a failed AWS API call is retried. Default: the provider's, 25."),
    use_path_style: z
      .boolean()
      .default(false)
      .describe("Whether S3 is called as host/bucket instead of bucket.host, which an emulator needs."),
    profile: z
      .string()
      .min(1)
      .optional()
      .describe("Named profile of the AWS configuration files. Default: the AWS SDK's usual credentials."),
    role_arn: roleArn
      .optional()
      .describe("IAM role that Terraform assumes to deploy. Default: the credentials with which Terraform runs."),
  })
  .prefault({})
  .describe("How Terraform's AWS provider signs in and calls the API.");

/** Keys at the top of a tfvars file. Every platform reads them, and each platform's block may override them. */
export const shared = {
  environment: environmentFileName.describe("Name of the environment, which is the name of its file."),
  region: region
    .default("us-east-1")
    .describe(
      "AWS region of the stacks; also picks `environments/regions/<region>.tfvars`. Cannot be changed after the first deploy.",
    ),
  account_id: accountId
    .optional()
    .describe(
      "Id of the only AWS account that these stacks may touch. It holds the AWS platforms, and their state where it is in S3. Cannot be changed after the first deploy.",
    ),
  protected: z
    .boolean()
    .default(true)
    .describe("Whether changes and destroys must be confirmed by typing the stack id, and data outlives its stack."),
  emulator: z.boolean().default(false).describe("Whether the AWS API is the emulator on this machine (`npm start`)."),
  role_boundary: z
    .boolean()
    .default(false)
    .describe(
      "Whether each IAM role of the stacks has the permissions boundary `multicloud-<environment>-boundary`, which the account's stack then makes: no role may change what the account has once.",
    ),
  data_class: z
    .enum(["synthetic", "anonymized", "masked", "real"])
    .describe("Kind of data that the environment may hold. Written to every resource as the tag `DataClass`."),
  tags,
  log_days: logDays.default(30).describe("Days until a log entry is deleted."),
  state,
  aws_provider: awsProvider,
  notifications,
  runbook_url: z
    .string()
    .max(400)
    .regex(/^https:\/\/[\w.~:/?&=%@+,-]*[\w~=%@+-]$/, {
      error:
        "an https:// address without a slash at its end, such as https://github.com/your-org/your-repo/blob/main/runbooks",
    })
    .optional()
    .describe(
      "Address of the folder `runbooks/` of this project, as `npm run runbooks` writes it: the text of each alarm ends with the address of its own page there. Default: the text names the command that prints the page.",
    ),
  feature_flags: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]*$/, { error: "lower-case letters, digits and _, such as dark_mode" }),
      z.union([z.boolean(), z.number(), z.string()]),
    )
    .default({})
    .describe(
      "Flags that the application reads while it runs, from Parameter Store or its equivalent in each cloud. Where there are some, functions get the path in PARAMETER_PATH; a build of CodeBuild reads them by its project's `parameters`.",
    ),
};

/** The same for the platforms in an AWS account. */
export const awsShared = {
  ...shared,
  account_id: shared.account_id.unwrap().describe(shared.account_id.description ?? ""),
};

/** The blocks that describe one application, the same for every platform. */
export const applicationBlocks = {
  application,
  database,
  cache,
  alerts,
  business_metrics: businessMetrics.optional(),
  backup,
};

/** What every platform's settings have. An AWS platform's `account_id` is always there. */
export type SharedSettings = z.infer<z.ZodObject<typeof shared>>;

/** The application as every platform's settings describe it. */
export type ApplicationSettings = z.infer<z.ZodObject<Omit<typeof applicationBlocks, "cache" | "database">>> & {
  readonly cache?: z.infer<typeof cache>;
  readonly database?: z.infer<typeof database>;
};
