import * as z from "zod";
import { alerts, notifications } from "./alerts";
import { application } from "./application";
import { accountId, arn, logDays, region } from "./common";
import { backup, cache, database } from "./stores";

const cloud = z
  .strictObject({
    organization: z.string().min(1).describe("The organization in HCP Terraform."),
    hostname: z.string().default("app.terraform.io").describe("Another host for Terraform Enterprise."),
    project: z.string().optional().describe("Project of the workspaces. Default: the organization's default project."),
  })
  .describe("State and runs in HCP Terraform; the workspace is the stack id. Replaces the bucket.");

const state = z
  .strictObject({
    role_arn: arn.optional().describe("Role that reads and writes the state, apart from the cloud's own identity."),
    use_lockfile: z.boolean().default(false).describe("A lock object in the bucket beside the DynamoDB lock."),
    cloud: cloud.optional(),
  })
  .prefault({});

const awsProvider = z
  .strictObject({
    max_retries: z.int().min(0).max(50).optional().describe("Default: the provider's own, 25."),
    use_path_style: z
      .boolean()
      .default(false)
      .describe("S3 by path, for an emulator whose name cannot carry a bucket."),
    profile: z.string().min(1).optional().describe("Named profile of the AWS configuration files."),
    role_arn: arn.optional().describe("Role that deploys into the environment's account."),
  })
  .prefault({});

const tagValue = z.string().max(63, { error: "at most 63 characters (the limit of a GCP label)" });

/** What the provider's default tags already say; a second spelling would be a permanent difference. */
const reservedTags = ["environment", "stack", "system", "managedby", "dataclass"];

/** Keys at the top of a tfvars file: written once, used by every platform, and each platform block may override them. */
export const shared = {
  environment: z.string().describe("Set from the file's name."),
  region: region.default("us-east-1").describe("Where the stacks are deployed; also picks `regions/<region>.tfvars`."),
  account_id: accountId.describe("The only account these stacks may touch."),
  protected: z
    .boolean()
    .default(true)
    .describe("Changes and destroys are confirmed by typing the stack id; data is kept."),
  emulator: z.boolean().default(false).describe("The AWS API is the emulator on this machine."),
  data_class: z
    .enum(["synthetic", "anonymized", "masked", "real"])
    .describe("What kind of data the environment may hold; the `DataClass` tag."),
  tags: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, { error: "letters, digits, - and _" })
        .refine((key) => !reservedTags.includes(key.toLowerCase()), {
          error: "a key that the product does not set itself",
        }),
      tagValue,
    )
    .default({})
    .describe("On every resource; lower-cased as labels on Google Cloud."),
  log_days: logDays.default(30).describe("How long logs are kept."),
  state,
  aws_provider: awsProvider,
  notifications,
  feature_flags: z
    .record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.union([z.boolean(), z.number(), z.string()]))
    .default({})
    .describe("Published at run time (Parameter Store, ConfigMap …), never part of a plan's shape."),
};

/** The blocks that describe one application, on whichever platform it runs. */
export const applicationBlocks = { application, database, cache, alerts, backup };

/** The checked values of {@link shared}. */
export type SharedSettings = z.infer<z.ZodObject<typeof shared>>;

/** The checked values of {@link applicationBlocks}. */
export type ApplicationSettings = z.infer<z.ZodObject<typeof applicationBlocks>>;
