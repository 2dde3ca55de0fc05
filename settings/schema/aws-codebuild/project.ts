import * as z from "zod";
import { environmentName } from "../common";
import { arn, image, repository } from "../formats";

const buildspec = z
  .string()
  .min(1)
  .describe(
    "What a build does: a file of this repository if the path begins with `functions/`, else a path within the source. Default: buildspec.yml of the source.",
  );

const source = z
  .strictObject({
    type: z
      .enum(["NO_SOURCE", "S3", "GITHUB"])
      .default("NO_SOURCE")
      .describe("Where CodeBuild takes the source code from. NO_SOURCE: the buildspec fetches it."),
    buildspec: buildspec.optional(),
    key: z
      .string()
      .regex(/^[\w!.*'()/-]+$/, { error: "a key of an S3 object" })
      .optional()
      .describe("For S3: key of a zip file in the artifacts bucket, or a prefix that ends with a slash."),
    repository: repository.optional().describe("For GITHUB: repository whose code is built."),
    revision: z.string().min(1).optional().describe("For GITHUB: branch, tag or commit. Default: the default branch."),
    connection_arn: arn
      .optional()
      .describe(
        "For GITHUB: ARN of a CodeConnections connection. Default: the account's credential, or none for a public repository.",
      ),
  })
  .prefault({})
  .describe("Source code of the build.");

/** One of the stack's own secrets, or another by its ARN; `#key` takes one value of a JSON object. */
const secretReference = z
  .string()
  .regex(/^(github-token|git-credentials|arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+)(#\w+)?$/, {
    error: "github-token, git-credentials or the ARN of a secret, optionally with #<key> of a JSON object",
  });

/** One build project (CodeBuild API reference, "CreateProject": description, timeoutInMinutes, queuedTimeoutInMinutes). */
export const buildProject = z.strictObject({
  description: z.string().min(1).max(255).describe("Text that the list of build projects shows."),
  compute: z
    .enum(["SMALL", "MEDIUM", "LARGE", "XLARGE", "2XLARGE"])
    .default("SMALL")
    .describe("Size of the build machine, from SMALL (2 vCPU, 3 GiB) upwards. A minute of a larger one costs more."),
  architecture: z
    .enum(["x86_64", "arm64"])
    .default("x86_64")
    .describe("CPU architecture of the build machine. The image must be built for it."),
  image: image
    .optional()
    .describe(
      "Container image in which builds run: of CodeBuild, public, or in ECR. Default: CodeBuild's current Amazon Linux image.",
    ),
  privileged: z
    .boolean()
    .default(false)
    .describe("Whether builds get root on their host, which building container images needs."),
  build_minutes: z.int().min(5).max(2160).default(60).describe("Minutes after which a running build is stopped."),
  queue_minutes: z.int().min(5).max(480).default(60).describe("Minutes after which a waiting build fails."),
  concurrent_builds: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe(
      "Builds of the project that run at once at most; others wait. At most the account's quota of concurrent builds of this size, which is 1 in a new account: AWS refuses more. Default: the account's quota.",
    ),
  source,
  cache: z
    .enum(["NONE", "LOCAL", "S3"])
    .default("S3")
    .describe("Where builds keep their cache: nowhere, on the host, or in S3."),
  environment: z
    .record(environmentName, z.string())
    .default({})
    .describe("Environment variables of a build, as plain text."),
  parameters: z
    .record(environmentName, z.string().regex(/^\/[\w./-]+$/, { error: "a path such as /kiro-worker/prod/registry" }))
    .default({})
    .describe("Environment variables from Parameter Store: NAME = path."),
  secrets: z
    .record(environmentName, secretReference)
    .default({})
    .describe(
      "Environment variables from Secrets Manager: NAME = reference. A secret by ARN must be encrypted with the stack's key or AWS's own.",
    ),
  registry: z
    .boolean()
    .default(false)
    .describe(
      "Whether the project has an ECR repository for the images that its builds make, whose address they find in IMAGE_REPOSITORY. A tag is used once.",
    ),
  reports: z
    .boolean()
    .default(true)
    .describe("Whether the project has the report groups `tests` and `coverage`, which a buildspec fills."),
  logs_in_bucket: z.boolean().default(false).describe("Whether the artifacts bucket gets a copy of each build's log."),
});
