import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project";
import { CodebuildReportGroup } from "@cdktf/provider-aws/lib/codebuild-report-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { BuildProject, type BuildProjectProps } from "../../../../modules/aws/builds/build-project";
import { readBuildsLink, startBuildsLink } from "../../../../modules/aws/builds/build-project-link";
import type { ContainerRegistry } from "../../../../modules/aws/stores/container-registry";
import type { ObjectStore } from "../../../../modules/aws/stores/object-store";
import { synthesized } from "../../../synthesized";
import { names, network } from "../fixtures";

const keyArn = "arn:aws:kms:us-east-1:111111111111:key/k";
const store = { bucketName: "store", bucketArn: "arn:aws:s3:::store", keyArn } as ObjectStore;
const connectionArn = "arn:aws:codeconnections:us-east-1:111111111111:connection/c";

const make = (props: Partial<BuildProjectProps> = {}) =>
  synthesized((scope) => {
    new BuildProject(scope, "build", {
      names,
      name: "worker",
      description: "Builds",
      keyArn,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      compute: "SMALL",
      architecture: "x86_64",
      privileged: false,
      buildMinutes: 60,
      queueMinutes: 60,
      reports: true,
      logDays: 30,
      ...props,
    });
  });

/** What the build's role may do, by action. */
function allowed(props: Partial<BuildProjectProps> = {}): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { actions, resources = [] } of make(props).statements()) {
    for (const action of actions) found.set(action, [...(found.get(action) ?? []), ...resources]);
  }
  found.delete("sts:AssumeRole");
  return found;
}

describe("BuildProject", () => {
  test("is small, unprivileged, limited in time, encrypted, and logs to its own group", () => {
    expect(make()).toHaveResourceWithProperties(CodebuildProject, {
      name: "test-execution-prod-worker",
      encryption_key: keyArn,
      build_timeout: 60,
      queued_timeout: 60,
      environment: expect.objectContaining({
        type: "LINUX_CONTAINER",
        compute_type: "BUILD_GENERAL1_SMALL",
        privileged_mode: false,
      }),
      artifacts: { type: "NO_ARTIFACTS" },
      cache: { type: "NO_CACHE" },
      logs_config: {
        cloudwatch_logs: { status: "ENABLED", group_name: expect.stringContaining("aws_cloudwatch_log_group") },
      },
    });
    expect(make()).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/aws/codebuild/test-execution-prod-worker",
      kms_key_id: keyArn,
      retention_in_days: 30,
    });
  });

  test("by default it may write its log and its reports, and use the key", () => {
    expect([...allowed().keys()].sort()).toEqual([
      "codebuild:BatchPutCodeCoverages",
      "codebuild:BatchPutTestCases",
      "codebuild:CreateReport",
      "codebuild:CreateReportGroup",
      "codebuild:UpdateReport",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKey",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]);
    expect([...allowed({ reports: false }).keys()].filter((action) => action.startsWith("codebuild:"))).toEqual([]);
  });

  test("reports are in groups that CodeBuild finds by the keys of a buildspec", () => {
    for (const [name, type] of [
      ["test-execution-prod-worker-tests", "TEST"],
      ["test-execution-prod-worker-coverage", "CODE_COVERAGE"],
    ]) {
      expect(make()).toHaveResourceWithProperties(CodebuildReportGroup, { name, type });
    }
    expect(make({ reports: false })).not.toHaveResource(CodebuildReportGroup);
  });

  test("artifacts, cache and logs each lie in a folder of the project's own, and it reaches no other", () => {
    const props = { artifacts: store, cache: { type: "S3", store }, logStore: store } as const;
    expect(make(props)).toHaveResourceWithProperties(CodebuildProject, {
      artifacts: expect.objectContaining({ location: "store", path: "worker", namespace_type: "BUILD_ID" }),
      cache: { type: "S3", location: "store/cache/worker" },
      logs_config: expect.objectContaining({ s3_logs: { status: "ENABLED", location: "store/logs/worker" } }),
    });
    expect(allowed(props).get("s3:PutObject")).toEqual([
      "arn:aws:s3:::store/worker/*",
      "arn:aws:s3:::store/logs/worker/*",
      "arn:aws:s3:::store/cache/worker",
      "arn:aws:s3:::store/cache/worker/*",
    ]);
    expect(allowed(props).get("s3:GetObject")).toEqual([
      "arn:aws:s3:::store/cache/worker",
      "arn:aws:s3:::store/cache/worker/*",
    ]);
    expect(allowed({ artifacts: store }).has("s3:GetObject")).toBe(false);
    expect([...allowed(props).keys()].filter((action) => /^s3:(Delete|Put(?!Object$)|\*)/.test(action))).toEqual([]);
  });

  test("a cache on the host keeps sources and folders", () => {
    expect(make({ cache: { type: "LOCAL" } })).toHaveResourceWithProperties(CodebuildProject, {
      cache: { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE", "LOCAL_CUSTOM_CACHE"] },
    });
  });

  test("a source in S3 is read, and no other object", () => {
    const source = { type: "S3", store, key: "source/app.zip" } as const;
    expect(make({ source })).toHaveResourceWithProperties(CodebuildProject, {
      source: { type: "S3", location: "store/source/app.zip" },
    });
    expect(allowed({ source }).get("s3:GetObject")).toEqual(["arn:aws:s3:::store/source/app.zip"]);
    expect(allowed({ source: { ...source, key: "app/" } }).get("s3:GetObject")).toEqual(["arn:aws:s3:::store/app/*"]);
  });

  test("a source on GitHub is cloned at its revision, with the connection where there is one", () => {
    const source = { type: "GITHUB", repository: "example/app", revision: "main", connectionArn } as const;
    expect(make({ source })).toHaveResourceWithProperties(CodebuildProject, {
      source_version: "main",
      source: expect.objectContaining({
        location: "https://github.com/example/app.git",
        git_clone_depth: 1,
        auth: { type: "CODECONNECTIONS", resource: connectionArn },
      }),
    });
    expect(allowed({ source }).get("codeconnections:GetConnectionToken")).toEqual([connectionArn]);
    const open = { type: "GITHUB", repository: "example/app" } as const;
    expect([...allowed({ source: open }).keys()].filter((action) => action.startsWith("codeconnections"))).toEqual([]);
  });

  test("a buildspec is taken as Terraform reads texts", () => {
    const made = make({ source: { type: "NO_SOURCE", buildspec: "echo $${NAME:-x} $PLAIN 50%%{}" } });
    expect(made.one(CodebuildProject).source.buildspec).toBe("echo $${NAME:-x} $PLAIN 50%%{}");
  });

  test("parameters and secrets are read by exact name, and the JSON holds no value", () => {
    const secretArn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:/kiro-worker/prod/git-credentials-AbCdEf";
    const environment = {
      variables: { STAGE: "prod" },
      parameters: { REGISTRY: "/kiro-worker/prod/registry" },
      secrets: { GIT_USERNAME: { secretArn, keyArn, jsonKey: "username" }, ALL: { secretArn, keyArn } },
    };
    expect(make({ environment })).toHaveResourceWithProperties(CodebuildProject, {
      environment: expect.objectContaining({
        environment_variable: [
          { name: "STAGE", value: "prod", type: "PLAINTEXT" },
          { name: "REGISTRY", value: "/kiro-worker/prod/registry", type: "PARAMETER_STORE" },
          { name: "GIT_USERNAME", value: `${secretArn}:username`, type: "SECRETS_MANAGER" },
          { name: "ALL", value: secretArn, type: "SECRETS_MANAGER" },
        ],
      }),
    });
    expect(allowed({ environment }).get("secretsmanager:GetSecretValue")).toEqual([secretArn]);
    expect(allowed({ environment }).get("ssm:GetParameters")).toEqual([
      "arn:aws:ssm:us-east-1:111111111111:parameter/kiro-worker/prod/registry",
    ]);
  });

  test("in a network it goes out over HTTPS alone, from private subnets, with interfaces for CodeBuild only", () => {
    const made = make({ network });
    expect(made).toHaveResourceWithProperties(CodebuildProject, {
      vpc_config: expect.objectContaining({ vpc_id: "vpc-1", subnets: ["subnet-3", "subnet-4"] }),
    });
    expect(made).toHaveResourceWithProperties(VpcSecurityGroupEgressRule, { from_port: 443, to_port: 443 });
    expect(made).not.toHaveResource(VpcSecurityGroupIngressRule);
    const [grant] = made.statements().filter(({ actions }) => actions.includes("ec2:CreateNetworkInterfacePermission"));
    expect(grant?.condition).toContainEqual(
      expect.objectContaining({ variable: "ec2:AuthorizedService", values: ["codebuild.amazonaws.com"] }),
    );
  });

  test("a build of images may fetch packages over HTTP too, and push to its own registry", () => {
    const registry = { repositoryUrl: "registry/images", repositoryArn: "arn:registry" };
    const made = make({ network, privileged: true, registry: registry as ContainerRegistry });
    expect(made.all(VpcSecurityGroupEgressRule).map(({ from_port }) => from_port)).toEqual([80, 443]);
    expect(make({ network }).all(VpcSecurityGroupEgressRule)).toHaveLength(1);
    expect(made.one(CodebuildProject).environment.environment_variable).toEqual([
      { name: "IMAGE_REPOSITORY", value: "registry/images", type: "PLAINTEXT" },
    ]);
    const rights = allowed({ registry: registry as ContainerRegistry });
    expect(rights.get("ecr:GetAuthorizationToken")).toEqual(["*"]);
    expect(rights.get("ecr:PutImage")).toEqual(["arn:registry"]);
    expect([...allowed().keys()].filter((action) => action.startsWith("ecr:"))).toEqual([]);
  });

  test("CodeBuild pulls its own images, the role those of other registries, and may read that repository alone", () => {
    const pulls = (image?: string) => make({ image }).one(CodebuildProject).environment.image_pull_credentials_type;
    expect([pulls(), pulls("aws/codebuild/standard:7.0")]).toEqual(["CODEBUILD", "CODEBUILD"]);
    expect(pulls("node:22")).toBe("SERVICE_ROLE");
    const image = "222222222222.dkr.ecr.eu-west-1.amazonaws.com/team/builder:1.2";
    expect(pulls(image)).toBe("SERVICE_ROLE");
    expect(allowed({ image }).get("ecr:BatchGetImage")).toEqual([
      "arn:aws:ecr:eu-west-1:222222222222:repository/team/builder",
    ]);
    expect(allowed({ image }).has("ecr:PutImage")).toBe(false);
  });

  test("size, image, privileges and limits are the caller's", () => {
    const props = { compute: "LARGE", architecture: "arm64", privileged: true, concurrentBuilds: 3 } as const;
    expect(make({ ...props, buildMinutes: 90, queueMinutes: 5 })).toHaveResourceWithProperties(CodebuildProject, {
      build_timeout: 90,
      queued_timeout: 5,
      concurrent_build_limit: 3,
      environment: expect.objectContaining({
        type: "ARM_CONTAINER",
        compute_type: "BUILD_GENERAL1_LARGE",
        image: "aws/codebuild/amazonlinux-aarch64-standard:3.0",
        privileged_mode: true,
      }),
    });
  });
});

test("who starts builds may not change a project, and who reads them may not start one", () => {
  const builds = { projectArns: ["arn:p"], reportGroupArns: ["arn:r"] };
  expect(startBuildsLink(builds).statements).toEqual([
    {
      actions: ["codebuild:BatchGetBuilds", "codebuild:ListBuildsForProject", "codebuild:StartBuild"],
      resources: ["arn:p"],
    },
  ]);
  expect(readBuildsLink(builds).statements).toEqual([
    { actions: ["codebuild:BatchGetBuilds"], resources: ["arn:p"] },
    { actions: ["codebuild:BatchGetReports"], resources: ["arn:r"] },
  ]);
  expect(readBuildsLink({ ...builds, reportGroupArns: [] }).statements).toHaveLength(1);
});
