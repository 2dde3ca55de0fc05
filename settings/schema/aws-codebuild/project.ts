import * as z from "zod";
import { arn, environmentName, repository } from "../common";

const buildspec = z
  .string()
  .min(1)
  .describe(
    "A file of this repository where it begins with `functions/`, whose text is taken; else a path within the source.",
  );

const source = z
  .strictObject({
    type: z
      .enum(["NO_SOURCE", "S3", "GITHUB"])
      .default("NO_SOURCE")
      .describe("What CodeBuild gets; NO_SOURCE leaves it to the buildspec."),
    buildspec: buildspec.optional().describe("What a build does. Default: buildspec.yml of the source."),
    key: z
      .string()
      .regex(/^[\w!.*'()/-]+$/, { error: "a key of an S3 object" })
      .optional()
      .describe("S3: the zip file in the artifacts bucket, or a prefix that ends with a slash."),
    repository: repository.optional().describe("GITHUB: whose code is built."),
    revision: z.string().min(1).optional().describe("GITHUB: branch, tag or commit. Default: the default branch."),
    connection_arn: arn
      .optional()
      .describe("GITHUB: a CodeConnections connection. Absent: the account's credential, or a public repository."),
  })
  .prefault({});

/** One of the stack's own secrets, or any by its ARN; `#key` takes one value of a JSON object. */
const secretReference = z
  .string()
  .regex(/^(github-token|git-credentials|arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+)(#\w+)?$/, {
    error: "github-token, git-credentials or the ARN of a secret, and by choice #<key> of a JSON object",
  });

/** One build project. */
export const buildProject = z.strictObject({
  description: z.string().min(1).max(255).describe("For whoever reads the list of projects."),
  compute: z
    .enum(["SMALL", "MEDIUM", "LARGE", "XLARGE", "2XLARGE"])
    .default("SMALL")
    .describe("2 vCPU and 3 GiB at the smallest; the price doubles from one to the next."),
  architecture: z.enum(["x86_64", "arm64"]).default("x86_64").describe("Of the image."),
  image: z.string().min(1).optional().describe("Default: CodeBuild's current Amazon Linux image."),
  privileged: z.boolean().default(false).describe("For builds that make container images: root on their host."),
  build_minutes: z.int().min(5).max(2160).default(60).describe("A build that takes longer is stopped."),
  queue_minutes: z.int().min(5).max(480).default(60).describe("A build that waits longer fails."),
  concurrent_builds: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe("Builds at once; further items wait. Default: the account's limit."),
  source,
  cache: z.enum(["NONE", "LOCAL", "S3"]).default("S3").describe("What is kept between builds: on the host, or in S3."),
  environment: z.record(environmentName, z.string()).default({}).describe("Plain variables."),
  parameters: z
    .record(environmentName, z.string().regex(/^\/[\w./-]+$/, { error: "a path such as /kiro-worker/prod/registry" }))
    .default({})
    .describe("Variables from Parameter Store, by path."),
  secrets: z
    .record(environmentName, secretReference)
    .default({})
    .describe(
      "Variables from Secrets Manager. A secret by ARN must be under AWS's own key or the stack's: the role may use no other.",
    ),
  reports: z.boolean().default(true).describe("Test and coverage reports, as `tests` and `coverage` of a buildspec."),
  logs_in_bucket: z.boolean().default(false).describe("A copy of each build's log in the artifacts bucket."),
});
