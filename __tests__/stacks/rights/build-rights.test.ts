import { examples, resources, type StackJson, synthesizeAll } from "../synthesized";
import { rightsOf, roleOf } from "./role-rights";

/**
 * Each build may do what its project makes CodeBuild do, and nothing more (CodeBuild user guide, "Allow CodeBuild to interact with
 * other AWS services", "Test report permissions", "Use CodeBuild with Amazon VPC"). What its own commands do with the role is in the
 * project too: the registry that they push to, the secrets that they read.
 */

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of a build project.
type Project = any;

const reads = ["s3:GetObject", "s3:GetObjectVersion"];
const checksBucket = ["s3:GetBucketAcl", "s3:GetBucketLocation"];
const pulls = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const pushes = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];

/** Each feature of a project, and the actions that it takes. */
const features: readonly [uses: (project: Project, stack: StackJson) => boolean, actions: readonly string[]][] = [
  [() => true, ["logs:CreateLogStream", "logs:PutLogEvents"]],
  [({ artifacts }) => artifacts.type === "S3", ["s3:PutObject", ...checksBucket]],
  [({ logs_config }) => logs_config.s3_logs?.status === "ENABLED", ["s3:PutObject", ...checksBucket]],
  [({ cache }) => cache.type === "S3", [...reads, "s3:PutObject", ...checksBucket]],
  [({ source }) => source.type === "S3", [...reads, ...checksBucket]],
  [
    ({ source }) => source.auth?.type === "CODECONNECTIONS",
    ["codeconnections:GetConnection", "codeconnections:GetConnectionToken"],
  ],
  [
    ({ name }, stack) =>
      resources(stack, "aws_codebuild_report_group").some(({ body }) => `${body.name}`.startsWith(name)),
    [
      "codebuild:BatchPutCodeCoverages",
      "codebuild:BatchPutTestCases",
      "codebuild:CreateReport",
      "codebuild:CreateReportGroup",
      "codebuild:UpdateReport",
    ],
  ],
  [variables("PARAMETER_STORE"), ["ssm:GetParameters"]],
  [variables("SECRETS_MANAGER"), ["secretsmanager:GetSecretValue"]],
  [({ environment }) => environment.image.includes(".dkr.ecr."), ["ecr:GetAuthorizationToken", ...pulls]],
  [
    ({ environment }) => environment.environment_variable.some(({ name }: Project) => name === "IMAGE_REPOSITORY"),
    ["ecr:GetAuthorizationToken", ...pulls, ...pushes],
  ],
  [
    ({ vpc_config }) => vpc_config !== undefined,
    [
      "ec2:CreateNetworkInterface",
      "ec2:CreateNetworkInterfacePermission",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeDhcpOptions",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ],
  ],
];

function variables(kind: string) {
  return ({ environment }: Project) => environment.environment_variable.some(({ type }: Project) => type === kind);
}

const stacks = examples.stacks.filter(({ platform }) => platform === "aws-codebuild");

test.each(stacks)("each build of $id may do what its project does", async ({ id }) => {
  const stack = (await synthesizeAll()).get(id) as StackJson;
  const projects = resources(stack, "aws_codebuild_project");
  expect(projects.length).toBeGreaterThan(0);
  for (const { address, body } of projects) {
    const expected = features.flatMap(([uses, actions]) => (uses(body, stack) ? actions : []));
    const found = Object.keys(rightsOf(stack, roleOf(body["service_role"]))).sort();
    expect([address, found]).toEqual([address, [...new Set(expected)].sort()]);
  }
});

test("each report of the worker's buildspec has a group that the build may write", async () => {
  const stack = (await synthesizeAll()).get("aws-codebuild-prod") as StackJson;
  const worker = resources(stack, "aws_codebuild_project").find(
    ({ body }) => body["name"] === "kiro-worker-prod-worker",
  );
  const [, reports = ""] = /\nreports:\n((?: .*\n)+)/.exec(((worker?.body ?? {}) as Project).source.buildspec) ?? [];
  const keys = [...reports.matchAll(/^ {2}(\w+):$/gm)].map(([, key]) => key);
  const groups = resources(stack, "aws_codebuild_report_group").map(({ body }) => body["name"]);
  expect(keys).toEqual(["tests", "coverage"]);
  expect(groups).toEqual(expect.arrayContaining(keys.map((key) => `kiro-worker-prod-worker-${key}`)));
});
