import { DeployRole, type DeployRoleProps } from "../../../../modules/aws/account/deploy-role";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const statements = (props: Partial<DeployRoleProps> = {}) =>
  synthesized((scope) => {
    new DeployRole(scope, "deploy", {
      names,
      repository: "example/test-execution-system",
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
  }).statements();
const bySid = (sid: string, props?: Partial<DeployRoleProps>) => statements(props).find((found) => found.sid === sid);
const trust = (props?: Partial<DeployRoleProps>) =>
  statements(props).find(({ actions }) => actions.includes("sts:AssumeRoleWithWebIdentity"));

test("only jobs of the repository's own GitHub environment may assume the role", () => {
  expect(trust()?.principals?.[0].identifiers).toEqual([
    "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
  ]);
  expect(trust()?.condition).toEqual([
    { test: "StringEquals", variable: "token.actions.githubusercontent.com:aud", values: ["sts.amazonaws.com"] },
    {
      test: "StringEquals",
      variable: "token.actions.githubusercontent.com:sub",
      values: ["repo:example/test-execution-system:environment:prod"],
    },
  ]);
});

test("given GitHub environments replace that one", () => {
  expect(trust({ environments: ["aws-prod", "aws-prod-dr"] })?.condition?.[1].values).toEqual([
    "repo:example/test-execution-system:environment:aws-prod",
    "repo:example/test-execution-system:environment:aws-prod-dr",
  ]);
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
