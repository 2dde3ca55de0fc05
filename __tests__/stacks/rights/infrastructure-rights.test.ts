import { none, Permissions } from "../../policy/permissions";
import { accountOf, documentOf, examples, resources, type StackJson, synthesizeAll } from "../synthesized";

/** What the pipeline may do that applies: make what stacks are made of, without the keys of the house. */

const accounts = examples.stacks.filter(
  ({ platform, environment }) => platform === "account" && environment !== "local",
);

/** Types of the AWS provider whose service in IAM is not the first word of the type. */
const services: readonly [type: RegExp, service: string][] = [
  [
    /^aws_(vpc|subnet|eip|route|route_table.*|nat_gateway|internet_gateway|flow_log|default_.*|security_group|launch_template|vpn_.*|ebs_.*|vpc_.*)$/,
    "ec2",
  ],
  [/^aws_api_?gateway/, "apigateway"],
  [/^aws_appautoscaling/, "application-autoscaling"],
  [/^aws_cloudwatch_event/, "events"],
  [/^aws_cloudwatch_log/, "logs"],
  [/^aws_cognito/, "cognito-idp"],
  [/^aws_db_/, "rds"],
  [/^aws_efs/, "elasticfilesystem"],
  [/^aws_kinesis_firehose/, "firehose"],
  [/^aws_lb/, "elasticloadbalancing"],
  [/^aws_service_discovery/, "servicediscovery"],
];

const serviceOf = (type: string) =>
  services.find(([pattern]) => pattern.test(type))?.[1] ?? (/^aws_([a-z0-9]+)/.exec(type)?.[1] as string);

describe.each(accounts)("$id", ({ id, environment }) => {
  let all: Map<string, StackJson>;
  let stack: StackJson;
  let role: Permissions;
  beforeAll(async () => {
    all = await synthesizeAll();
    stack = all.get(id) as StackJson;
    role = new Permissions(stack, `multicloud-${environment}-infrastructure`);
  });
  const region = environment === "prod-dr" ? "eu-west-1" : "us-east-1";
  const account = () => accountOf(stack);
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${/^(iam|s3)$/.test(service) ? "" : region}:${service === "s3" ? "" : account()}:${resource}`;
  const own = (part: string) => arn("s3", `multicloud-${environment}-${part}-${account()}`);
  const boundary = () => ({ "iam:PermissionsBoundary": arn("iam", `policy/multicloud-${environment}-boundary`) });
  const others = () =>
    examples.stacks
      .filter((one) => one.environment === environment && one.platform !== "account")
      .map((one) => all.get(one.id) as StackJson);

  test("makes, changes and removes all that the environment's stacks have, in each of its services", () => {
    const types = [...new Set(others().flatMap(({ resource }) => Object.keys(resource ?? {})))].filter(
      (type) => type.startsWith("aws_") && !type.startsWith("aws_iam"),
    );
    expect(types.length).toBeGreaterThan(60);
    const refused = [...new Set(types.map(serviceOf))].filter(
      (service) =>
        !["CreateX", "UpdateX", "DeleteX", "TagResource"].every((action) =>
          role.may(`${service}:${action}`, arn(service, "x")),
        ),
    );
    expect(refused).toEqual([]);
  });

  test("makes each role of the environment's stacks, attaches its policies, and passes it to its service", () => {
    for (const json of others()) {
      for (const { body } of resources(json, "aws_iam_role")) {
        const name = arn("iam", `role/${body["name"]}`);
        for (const action of [
          "iam:CreateRole",
          "iam:PutRolePolicy",
          "iam:TagRole",
          "iam:UpdateAssumeRolePolicy",
          "iam:DeleteRole",
        ]) {
          expect([name, action, role.may(action, name, boundary())]).toEqual([name, action, true]);
        }
        expect(body["permissions_boundary"]).toBe(boundary()["iam:PermissionsBoundary"]);
        for (const service of servicesOf(json, body["assume_role_policy"])) {
          expect([name, service, role.may("iam:PassRole", name, { "iam:PassedToService": service })]).toEqual([
            name,
            service,
            true,
          ]);
        }
      }
      for (const { body } of resources(json, "aws_iam_role_policy_attachment")) {
        const context = { ...boundary(), "iam:PolicyARN": String(body["policy_arn"]) };
        const any = arn("iam", `role/test-execution-${environment}-x`);
        expect([body["policy_arn"], role.may("iam:AttachRolePolicy", any, context)]).toEqual([
          body["policy_arn"],
          true,
        ]);
      }
    }
  });

  test("makes no role of another name, none without the boundary, and gives none the rights of an administrator", () => {
    const mine = arn("iam", `role/test-execution-${environment}-x`);
    for (const action of [
      "iam:CreateRole",
      "iam:PutRolePolicy",
      "iam:AttachRolePolicy",
      "iam:PutRolePermissionsBoundary",
    ]) {
      expect([action, role.may(action, arn("iam", "role/admin"), boundary())]).toEqual([action, false]);
      expect([action, role.may(action, arn("iam", "role/shop-other-api"), boundary())]).toEqual([action, false]);
      expect([action, role.may(action, mine, { "iam:PermissionsBoundary": none })]).toEqual([action, false]);
      expect([action, role.may(action, mine, { "iam:PermissionsBoundary": arn("iam", "policy/mine") })]).toEqual([
        action,
        false,
      ]);
    }
    const administrator = { ...boundary(), "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" };
    expect(role.may("iam:AttachRolePolicy", mine, administrator)).toBe(false);
    expect(role.may("iam:DeleteRolePermissionsBoundary", mine)).toBe(false);
    expect(role.may("iam:PassRole", arn("iam", "role/admin"), { "iam:PassedToService": "lambda.amazonaws.com" })).toBe(
      false,
    );
    expect(role.may("iam:PassRole", mine, { "iam:PassedToService": "ssm.amazonaws.com" })).toBe(false);
    expect(role.may("sts:AssumeRole", mine)).toBe(false);
  });

  test("changes neither its own role, that of plans, nor the boundary and the trust in GitHub", () => {
    for (const name of ["infrastructure", "plan", "api-gateway-logs", "audit-trail"]) {
      const target = arn("iam", `role/multicloud-${environment}-${name}`);
      for (const action of [
        "iam:UpdateAssumeRolePolicy",
        "iam:PutRolePolicy",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PassRole",
      ]) {
        expect([name, action, role.may(action, target, boundary())]).toEqual([name, action, false]);
      }
    }
    const policy = arn("iam", `policy/multicloud-${environment}-boundary`);
    for (const action of ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:SetDefaultPolicyVersion"]) {
      expect([action, role.may(action, policy)]).toEqual([action, false]);
    }
    const github = arn("iam", "oidc-provider/token.actions.githubusercontent.com");
    for (const action of [
      "iam:DeleteOpenIDConnectProvider",
      "iam:AddClientIDToOpenIDConnectProvider",
      "iam:UpdateOpenIDConnectProviderThumbprint",
      "iam:CreateOpenIDConnectProvider",
    ]) {
      expect([action, role.may(action, github)]).toEqual([action, false]);
    }
    expect(
      role.may("iam:CreateOpenIDConnectProvider", arn("iam", `oidc-provider/oidc.eks.${region}.amazonaws.com/id/1`)),
    ).toBe(true);
  });

  test.each([
    "iam:CreateUser",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:AttachUserPolicy",
    "iam:CreateGroup",
    "iam:CreateSAMLProvider",
    "iam:UpdateAccountPasswordPolicy",
    "iam:CreateAccountAlias",
    "organizations:LeaveOrganization",
    "account:CloseAccount",
    "s3:PutAccountPublicAccessBlock",
    "ec2:DisableEbsEncryptionByDefault",
    "ec2:ModifyEbsDefaultKmsKeyId",
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "cloudtrail:PutEventSelectors",
    "sts:AssumeRole",
  ])("may not %s", (action) => {
    expect(role.may(action, "*")).toBe(false);
    expect(role.may(action, arn("iam", `role/test-execution-${environment}-x`))).toBe(false);
  });

  test("writes states and locks, and not the account's own state; removes locks alone", () => {
    for (const key of [
      `aws-${environment}`,
      `releases/aws-${environment}/1/1.json`,
      `drift/aws-${environment}.json`,
      `aws-${environment}.tflock`,
    ]) {
      expect([key, role.may("s3:PutObject", `${own("state")}/${key}`)]).toEqual([key, true]);
      expect([key, role.may("s3:DeleteObject", `${own("state")}/${key}`)]).toEqual([key, key.endsWith(".tflock")]);
    }
    expect(role.may("s3:PutObject", `${own("state")}/account-${environment}`)).toBe(false);
    expect(role.may("s3:GetObject", `${own("state")}/account-${environment}`)).toBe(true);
    for (const action of ["dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:GetItem"]) {
      expect(role.may(action, arn("dynamodb", `table/multicloud-${environment}-locks`))).toBe(true);
    }
  });

  test("keeps its hands off the account's buckets, old versions of states, lock table, keys and records", () => {
    const [bucket, table] = [own("state"), arn("dynamodb", `table/multicloud-${environment}-locks`)];
    for (const action of [
      "DeleteBucket",
      "PutBucketPolicy",
      "DeleteBucketPolicy",
      "PutBucketVersioning",
      "PutLifecycleConfiguration",
      "PutReplicationConfiguration",
      "PutEncryptionConfiguration",
      "PutBucketPublicAccessBlock",
    ]) {
      expect([action, role.may(`s3:${action}`, bucket)]).toEqual([action, false]);
    }
    expect(role.may("s3:DeleteObjectVersion", `${bucket}/aws-${environment}`)).toBe(false);
    for (const part of ["audit-trail", "copies", "state-logs"]) {
      for (const action of ["s3:PutObject", "s3:DeleteObject"])
        expect([part, action, role.may(action, `${own(part)}/x`)]).toEqual([part, action, false]);
    }
    for (const action of ["DeleteTable", "UpdateTable", "UpdateContinuousBackups", "PutResourcePolicy"]) {
      expect([action, role.may(`dynamodb:${action}`, table)]).toEqual([action, false]);
    }
    const alias = { "kms:ResourceAliases": `alias/multicloud-${environment}-state` };
    for (const action of ["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:PutKeyPolicy", "kms:CreateGrant"]) {
      expect([action, role.may(action, arn("kms", "key/1"), alias)]).toEqual([action, false]);
      expect([
        action,
        role.may(action, arn("kms", "key/1"), { "kms:ResourceAliases": "alias/kiro-worker-data" }),
      ]).toEqual([action, true]);
    }
    expect(role.may("kms:DeleteAlias", arn("kms", `alias/multicloud-${environment}-state`))).toBe(false);
    expect(role.may("logs:DeleteLogGroup", arn("logs", `log-group:/multicloud/${environment}/audit-trail`))).toBe(
      false,
    );
    expect(role.may("sns:DeleteTopic", arn("sns", `multicloud-${environment}-audit-trail`))).toBe(false);
    expect(role.may("apigateway:PATCH", `arn:aws:apigateway:${region}::/account`)).toBe(false);
    expect(role.may("apigateway:PATCH", `arn:aws:apigateway:${region}::/restapis/x`)).toBe(true);
  });

  test("does with buckets and tables of systems what it likes", () => {
    expect(role.may("s3:DeleteBucket", arn("s3", `test-execution-${environment}-artifacts`))).toBe(true);
    expect(role.may("dynamodb:DeleteTable", arn("dynamodb", `table/kiro-worker-${environment}-locks`))).toBe(true);
  });
});

/** The services that may assume a role. */
function servicesOf(json: StackJson, trust: unknown): string[] {
  return documentOf(json, trust).flatMap(({ principals = [] }) =>
    principals.flatMap(({ type, identifiers }) => (type === "Service" ? identifiers : [])),
  );
}
