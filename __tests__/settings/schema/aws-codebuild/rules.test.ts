import { awsCodebuildRules } from "../../../../settings/schema/aws-codebuild/rules";
import { awsCodebuild } from "../../../../settings/schema/aws-codebuild/schema";
import { notificationRules } from "../../../../settings/schema/rules";
import { testRules } from "../rule-table";

const base = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false
aws_codebuild = {
  network = { cidr = "10.220.0.0/16", zones = ["us-east-1a", "us-east-1b"] }
  projects = { worker = { description = "Works", source = { buildspec = "version: 0.2" } } }
}
`;
const project = (text: string) => `aws_codebuild = { projects = { worker = { ${text} } } }`;
const at = (path: string) => `aws_codebuild.projects.worker.${path}`;

testRules("aws-codebuild", base, [...notificationRules, ...awsCodebuildRules], {
  "a role for releases has a state to write": [
    [
      'state = { cloud = { organization = "example" } }\naws_codebuild = { deploy = { repository = "example/app" } }',
      "aws_codebuild.deploy: … state in a bucket…, found state.cloud",
    ],
  ],
  "a release has nothing that the stack cannot do": [
    [
      'release = { steps = "10:5m,100", strategy = "blue_green" }',
      "release.steps: its functions run on a schedule…, expected 100 alone, found 10",
      "release.strategy: its functions run on a schedule…, expected rolling, found blue_green",
    ],
  ],
  "flags that the store does not take": [
    [
      `feature_flags = { text = "${"a".repeat(4096)}" }`,
      "feature_flags: too long, … 4096 bytes as JSON (Parameter Store), found 4107",
    ],
  ],
  "a way out": [
    [
      'aws_codebuild = { network = { enabled = true, nat_gateways = "none" } }',
      `${at("source.type")}: no way to GitHub without NAT, … found NO_SOURCE`,
      "aws_codebuild.network.nat_gateways: … interface_endpoints with logs, secretsmanager, found none",
    ],
    [
      project('environment = { "a.b" = "x" }'),
      `${at('environment["a.b"]')}: … letters, digits and _: a shell reads it, found a.b`,
    ],
  ],
  sources: [
    [
      project("source = { buildspec = null }"),
      `${at("source.buildspec")}: … a value where type is NO_SOURCE, found none`,
    ],
    [project('source = { type = "GITHUB" }'), `${at("source.repository")}: … a value where type is GITHUB, found none`],
    [
      project('source = { type = "S3", key = "app.zip", revision = "main" }'),
      `${at("source.revision")}: … nothing where type is S3, found a value`,
    ],
  ],
  variables: [
    [
      project('environment = { API_TOKEN = "x" }'),
      `${at("environment.API_TOKEN")}: … a secret by reference, under \`secrets\`, found (hidden)`,
    ],
    [
      project('parameters = { WORK_ITEM_ID = "/a/b" }'),
      `${at("parameters.WORK_ITEM_ID")}: … a name that neither CodeBuild nor a work item sets, found WORK_ITEM_ID`,
    ],
    [
      project('registry = true, environment = { IMAGE_REPOSITORY = "x" }'),
      `${at("environment.IMAGE_REPOSITORY")}: … a name that \`registry\` does not set, found IMAGE_REPOSITORY`,
    ],
    [
      project('environment = { STAGE = "x" }, parameters = { STAGE = "/a/b" }'),
      `${at("parameters.STAGE")}: … each variable in one place, found two`,
    ],
    [
      project('secrets = { KEY = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-AbCdEf" }'),
      `${at("secrets.KEY")}: … a secret of us-east-1, found (hidden)`,
    ],
  ],
  sizes: [
    [
      project('architecture = "arm64", compute = "2XLARGE"'),
      `${at("compute")}: … SMALL, MEDIUM or LARGE on arm64, found 2XLARGE`,
    ],
  ],
  "issues of GitHub": [
    [
      'aws_codebuild = { poller = { github = { repository = "example/app", project = "other" } } }',
      `aws_codebuild.poller.github.project: … one of worker, found other`,
    ],
  ],
  logs: [
    [
      "aws_codebuild = { logs = { archive_days = 90, expire_days = 90 } }",
      `aws_codebuild.logs.archive_days: … less than expire_days…, found 90`,
    ],
  ],
  protection: [
    ["protected = true", `notifications.critical: … at least one address where \`protected\` is true, found none`],
  ],
});

describe("settings of the CodeBuild Worker", () => {
  const { projects, network } = awsCodebuild.shape;
  const small = { description: "Works" };

  test("a project is small and unprivileged, and the network has two zones and one NAT gateway, unless settings say otherwise", () => {
    expect(projects.parse({ worker: small })["worker"]).toMatchObject({
      compute: "SMALL",
      privileged: false,
      cache: "S3",
    });
    expect(network.parse({ cidr: "10.0.0.0/16", zones: ["us-east-1a", "us-east-1b"] })).toMatchObject({
      enabled: false,
      zone_count: 2,
      nat_gateways: "one",
    });
  });

  test("there are 1 to 5 projects: no alarm adds up more", () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`project-${index}`, small]));
    expect(projects.safeParse(many(5)).success).toBe(true);
    for (const count of [0, 6])
      expect(projects.safeParse(many(count)).error?.issues[0]?.message).toMatch(/^1 to 5 projects/);
  });

  test.each([
    "github-token",
    "git-credentials#password",
    "arn:aws:secretsmanager:us-east-1:111111111111:secret:x-AbCdEf#k",
  ])("%s is a secret by reference", (KEY) =>
    expect(projects.safeParse({ worker: { ...small, secrets: { KEY } } }).success).toBe(true),
  );

  test.each([
    "ghp_abcdefghijklmnopqrstuvwxyz",
    "github-token:password",
    "arn:aws:ssm:us-east-1:111111111111:parameter/x",
  ])("%s is none", (KEY) => expect(projects.safeParse({ worker: { ...small, secrets: { KEY } } }).success).toBe(false));
});
