import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { DeployRole, type DeployRoleProps } from "../../../../modules/aws/account/deploy-role";
import { releaseSessionSeconds } from "../../../../operator/workflows/steps";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const repository = "example/test-execution-system";

const synthesizedRole = (props: Partial<DeployRoleProps> = {}) =>
  synthesized((scope) => {
    new DeployRole(scope, "deploy", {
      names,
      jobs: [{ repository, environments: ["prod"] }],
      state: {
        bucketName: "states",
        tableName: "locks",
        keyArn: "arn:aws:kms:us-east-1:111111111111:key/1",
        stateKeys: ["aws-prod.tfstate"],
      },
      clusterName: "cluster",
      serviceNames: ["api"],
      passRoleArns: ["arn:aws:iam::111111111111:role/task"],
      ...props,
    });
  });
const statements = (props: Partial<DeployRoleProps> = {}) => synthesizedRole(props).statements();
const bySid = (sid: string, props?: Partial<DeployRoleProps>) => statements(props).find((found) => found.sid === sid);
const trust = (props?: Partial<DeployRoleProps>) =>
  statements(props).find(({ actions }) => actions.includes("sts:AssumeRoleWithWebIdentity"));

const claims = (props?: Partial<DeployRoleProps>) =>
  Object.fromEntries(
    (trust(props)?.condition ?? []).map(({ test, variable, values }) => [
      `${test} ${variable.replace("token.actions.githubusercontent.com:", "")}`,
      values,
    ]),
  );

test("the role allows the session that a job of a release asks for", () => {
  expect(synthesizedRole().all(IamRole)).toMatchObject([{ max_session_duration: releaseSessionSeconds }]);
});

test("only jobs of the repository's own GitHub environment may assume the role, with and without GitHub's numbers in `sub`", () => {
  expect(trust()?.principals?.[0].identifiers).toEqual([
    "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
  ]);
  expect(claims()).toEqual({
    "StringEquals aud": ["sts.amazonaws.com"],
    "StringLike sub": [
      "repo:example/test-execution-system:environment:prod",
      "repo:example@*/test-execution-system@*:environment:prod",
    ],
    "StringEquals repository": [repository],
  });
});

test("where workflows are named, only their jobs may, whichever of the repositories calls them", () => {
  const jobs = [
    { repository, environments: ["aws-prod"] },
    { repository: "example/infrastructure", environments: ["prod", "aws-prod"] },
  ];
  const found = claims({ jobs, workflows: { repository: "example/infrastructure", files: ["release"] } });
  expect(found["StringLike job_workflow_ref"]).toEqual(["example/infrastructure/.github/workflows/release.yml@*"]);
  expect(found["StringEquals repository"]).toEqual([repository, "example/infrastructure"]);
  expect(found["StringLike sub"]).toEqual(
    expect.arrayContaining([
      "repo:example/infrastructure:environment:prod",
      "repo:example@*/test-execution-system@*:environment:aws-prod",
    ]),
  );
});

test("a repository whose number is given is another one when its name is given to another owner", () => {
  const jobs = [{ repository, repositoryId: "42", environments: ["prod"] }];
  expect(claims({ jobs })["StringEquals repository_id"]).toEqual(["42"]);
});

test("the role reaches its own state and lock item, and no other", () => {
  expect(bySid("State")?.resources).toEqual(["arn:aws:s3:::states/aws-prod.tfstate"]);
  expect(bySid("StateLock")).toMatchObject({
    resources: ["arn:aws:dynamodb:us-east-1:111111111111:table/locks"],
    condition: [
      { variable: "dynamodb:LeadingKeys", values: ["states/aws-prod.tfstate", "states/aws-prod.tfstate-md5"] },
    ],
  });
  expect(bySid("StateKey")?.resources).toEqual(["arn:aws:kms:us-east-1:111111111111:key/1"]);
});

test("without a state in S3, as with HCP Terraform, the role reaches no bucket, table or key", () => {
  const actions = statements({ state: undefined }).flatMap((statement) => statement.actions);
  expect(actions.filter((action) => /^(s3|dynamodb|kms):/.test(action))).toEqual([]);
});

test("the role updates its own services and passes only the roles that it was given", () => {
  expect(bySid("Services")?.resources).toEqual(["arn:aws:ecs:us-east-1:111111111111:service/cluster/api"]);
  expect(bySid("TaskRoles")?.resources).toEqual(["arn:aws:iam::111111111111:role/task"]);
  const everywhere = statements().filter(({ resources }) => resources?.includes("*"));
  expect(everywhere.map(({ sid }) => sid)).toEqual(["FindStateKey", "TaskDefinitions"]);
});
