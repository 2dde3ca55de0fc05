import type { Account } from "../../../../operator/preflight/aws/account";
import { costTagFindings } from "../../../../operator/preflight/aws/cost-tags";
import { modelFindings } from "../../../../operator/preflight/aws/models";
import { nameFindings } from "../../../../operator/preflight/aws/names";
import { quotaFindings } from "../../../../operator/preflight/aws/quotas";
import { roleFindings } from "../../../../operator/preflight/aws/roles";
import { secretFindings } from "../../../../operator/preflight/aws/secrets";
import type { Finding, Status } from "../../../../operator/preflight/look/finding";
import { imageFindings } from "../../../../operator/preflight/registries/images";
import { caller, fakeAws, type Reply, refusal, xmlRefusal } from "../fake-cloud";
import { account, accountWith, awsStack, region } from "../stacks";

const fake = fakeAws();

type Check = (account: Account) => Promise<Finding[]>;
type Answers = Readonly<Record<string, Reply>>;

/** What a check finds about a resource, in an account that answers so. */
async function found(check: Check, resource: Parameters<typeof awsStack>[1], answers: Answers): Promise<Finding> {
  fake.answer({ GetCallerIdentity: caller(account), ...answers });
  const findings = await check(await accountWith(awsStack("aws-x", resource)));
  expect(findings).toHaveLength(1);
  return findings[0] as Finding;
}

const iam = (action: string, inner: string): Reply => ({
  body: `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`,
});
const policy = (arn: string) => ({ aws_iam_role_policy: { p: { policy: JSON.stringify({ Resource: arn }) } } });
const bound = { aws_iam_role: { r: { permissions_boundary: `arn:aws:iam::${account}:policy/multicloud-x-boundary` } } };
const linked = `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
const record = (name: string) => ({ aws_route53_record: { a: { zone_id: "Z1", name, type: "A" } } });
const zone = (name: string, isPrivate = false): Reply => ({
  body: `<GetHostedZoneResponse><HostedZone><Id>/hostedzone/Z1</Id><Name>${name}.</Name><Config><PrivateZone>${isPrivate}</PrivateZone></Config></HostedZone></GetHostedZoneResponse>`,
});
const getZone = "GET /2013-04-01/hostedzone/Z1";
const certificateArn = `arn:aws:acm:${region}:${account}:certificate/c`;
const distribution = {
  aws_cloudfront_distribution: { d: { aliases: ["www.example.com"], viewer_certificate: { arn: certificateArn } } },
};
const certificate = (more: object): Reply => ({
  body: {
    Certificate: {
      Status: "ISSUED",
      NotAfter: Date.now() / 1000 + 9e6,
      SubjectAlternativeNames: ["*.example.com"],
      ...more,
    },
  },
});
const secretArn = `arn:aws:secretsmanager:${region}:${account}:secret:shop/key-AbCdEf`;
const readsSecret = { aws_lambda_function: { f: { environment: { SECRET: secretArn } } } };
const container = (more: object) => ({
  aws_ecs_task_definition: { t: { container_definitions: JSON.stringify([more]) } },
});
const readsParameter = container({
  secrets: [{ name: "A", valueFrom: `arn:aws:ssm:${region}:${account}:parameter/shop/key` }],
});
const model = policy(`arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`);
const askModel = "GET /foundation-model-availability/amazon.nova-lite-v1%3A0";
const access = (more: object = {}): Reply => ({
  body: {
    modelId: "amazon.nova-lite-v1:0",
    agreementAvailability: { status: "AVAILABLE" },
    authorizationStatus: "AUTHORIZED",
    entitlementAvailability: "AVAILABLE",
    regionAvailability: "AVAILABLE",
    ...more,
  },
});
const profile = policy(`arn:aws:bedrock:${region}:${account}:inference-profile/us.amazon.nova-lite-v1:0`);
const budget = { aws_budgets_budget: { b: { cost_filter: [{ name: "TagKeyValue", values: ["user:Stack$x"] }] } } };
const image = `${account}.dkr.ecr.${region}.amazonaws.com/shop/api:1.0.0`;
const runsImage = container({ image });
const images: Check = (of) => imageFindings(of.stacks, of.all, { accounts: [of] });
const addresses = { aws_eip: { a: {}, b: {} } };
const limit = (value: number): Reply => ({ body: { Quota: { Value: value } } });
const noOthers = { DescribeAddresses: iam("DescribeAddresses", "") };

const table: [
  what: string,
  Check,
  Parameters<typeof awsStack>[1],
  Answers,
  Status,
  detail: RegExp,
  command?: RegExp,
][] = [
  [
    "a role that exists",
    roleFindings,
    policy(`arn:aws:iam::${account}:role/admin`),
    { GetRole: iam("GetRole", "<Role><CreateDate>2026-01-02T00:00:00Z</CreateDate></Role>") },
    "ok",
    /^since 2026-01-02$/,
  ],
  [
    "a role that is not there",
    roleFindings,
    policy(`arn:aws:iam::${account}:role/path/admin`),
    { GetRole: xmlRefusal("NoSuchEntity") },
    "missing",
    /no stack makes it/,
    /^aws iam create-role --role-name admin /,
  ],
  [
    "a role of another account",
    roleFindings,
    policy("arn:aws:iam::222222222222:role/admin"),
    {},
    "unknown",
    /in account 222222222222/,
  ],
  [
    "a service-linked role in a policy",
    roleFindings,
    policy(linked),
    { GetRole: xmlRefusal("NoSuchEntity") },
    "missing",
    /does not exist/,
    /^aws iam create-service-linked-role --aws-service-name autoscaling\.amazonaws\.com$/,
  ],
  [
    "the role of ECS, which is there",
    roleFindings,
    { aws_ecs_service: { s: {} } },
    { ListRoles: iam("ListRoles", "<Roles><member><RoleName>AWSServiceRoleForECS</RoleName></member></Roles>") },
    "ok",
    /^AWSServiceRoleForECS$/,
  ],
  [
    "the role of ECS, which is not there",
    roleFindings,
    { aws_ecs_service: { s: {} } },
    { ListRoles: iam("ListRoles", "<Roles/>") },
    "missing",
    /does not exist/,
    /--aws-service-name ecs\.amazonaws\.com$/,
  ],
  [
    "a permissions boundary that is there",
    roleFindings,
    bound,
    { GetPolicy: iam("GetPolicy", "<Policy/>") },
    "ok",
    /it is there/,
  ],
  [
    "a permissions boundary that is not there",
    roleFindings,
    bound,
    { GetPolicy: xmlRefusal("NoSuchEntity") },
    "missing",
    /account's stack makes it with role_boundary = true/,
    /^npm run bootstrap$/,
  ],
  [
    "a zone that holds the name",
    nameFindings,
    record("a.example.com"),
    { [getZone]: zone("example.com") },
    "ok",
    /^zone example\.com$/,
  ],
  [
    "a zone that is the name",
    nameFindings,
    record("example.com"),
    { [getZone]: zone("example.com") },
    "ok",
    /^zone example\.com$/,
  ],
  [
    "a zone of another domain",
    nameFindings,
    record("a.my-example.com"),
    { [getZone]: zone("example.com") },
    "missing",
    /^expected a zone that holds a\.my-example\.com, found example\.com$/,
    /list-hosted-zones-by-name --dns-name a\.my-example\.com$/,
  ],
  [
    "a private zone",
    nameFindings,
    record("a.example.com"),
    { [getZone]: zone("example.com", true) },
    "missing",
    /^expected a public zone/,
    /./,
  ],
  [
    "a zone that is not there",
    nameFindings,
    record("a.example.com"),
    { [getZone]: xmlRefusal("NoSuchHostedZone") },
    "missing",
    /^the account has no zone with this id$/,
    /./,
  ],
  [
    "a zone that may not be looked at",
    nameFindings,
    record("a.example.com"),
    { [getZone]: xmlRefusal("AccessDenied", 403) },
    "unknown",
    /^not allowed: /,
  ],
  [
    "a certificate for the domain",
    nameFindings,
    distribution,
    { DescribeCertificate: certificate({}) },
    "ok",
    /^\*\.example\.com, until /,
  ],
  [
    "a certificate that waits for its proof",
    nameFindings,
    distribution,
    { DescribeCertificate: certificate({ Status: "PENDING_VALIDATION" }) },
    "missing",
    /^expected an issued certificate, found PENDING_VALIDATION$/,
    /--domain-name www\.example\.com /,
  ],
  [
    "a certificate that has ended",
    nameFindings,
    distribution,
    { DescribeCertificate: certificate({ NotAfter: 1e9 }) },
    "missing",
    /^it ended on 2001-09-09$/,
    /./,
  ],
  [
    "a certificate of another domain",
    nameFindings,
    distribution,
    { DescribeCertificate: certificate({ SubjectAlternativeNames: ["example.com", "*.www.example.com"] }) },
    "missing",
    /^expected www\.example\.com, found example\.com/,
    /./,
  ],
  [
    "a certificate that is not there",
    nameFindings,
    distribution,
    { DescribeCertificate: refusal("ResourceNotFoundException") },
    "missing",
    /does not exist/,
    /./,
  ],
  ["a bucket that is there", nameFindings, policy("arn:aws:s3:::copies/x"), { "HEAD /copies": {} }, "ok", /exists/],
  [
    "a bucket that is not there",
    nameFindings,
    policy("arn:aws:s3:::copies"),
    { "HEAD /copies": { status: 404 } },
    "missing",
    /no stack makes it/,
    /create-bucket --bucket copies$/,
  ],
  [
    "a secret with a value",
    secretFindings,
    readsSecret,
    { DescribeSecret: { body: { VersionIdsToStages: { v: ["AWSCURRENT"] } } } },
    "ok",
    /^has a value$/,
  ],
  [
    "a secret without a value",
    secretFindings,
    readsSecret,
    { DescribeSecret: { body: { VersionIdsToStages: {} } } },
    "missing",
    /^it has no value$/,
    /put-secret-value --secret-id arn:.*:secret:shop\/key-AbCdEf /,
  ],
  [
    "a secret that is to be deleted",
    secretFindings,
    readsSecret,
    { DescribeSecret: { body: { DeletedDate: 1e9 } } },
    "missing",
    /to be deleted/,
    /restore-secret/,
  ],
  [
    "a secret that is not there",
    secretFindings,
    readsSecret,
    { DescribeSecret: refusal("ResourceNotFoundException") },
    "missing",
    /no stack makes it/,
    /create-secret --name shop\/key-AbCdEf /,
  ],
  [
    "a secret that the stack makes, before it is deployed",
    secretFindings,
    { aws_secretsmanager_secret: { s: { name: "shop/token" } } },
    { DescribeSecret: refusal("ResourceNotFoundException") },
    "unknown",
    /^aws-x makes it, without a value; then: aws secretsmanager put-secret-value --secret-id shop\/token /,
  ],
  [
    "a secret that may not be looked at",
    secretFindings,
    readsSecret,
    { DescribeSecret: refusal("AccessDeniedException") },
    "unknown",
    /^not allowed: /,
  ],
  [
    "a parameter with a value",
    secretFindings,
    readsParameter,
    { GetParameter: { body: { Parameter: { Name: "/shop/key" } } } },
    "ok",
    /^has a value$/,
  ],
  [
    "a parameter that is not there",
    secretFindings,
    readsParameter,
    { GetParameter: refusal("ParameterNotFound") },
    "missing",
    /no stack makes it/,
    /put-parameter --name \/shop\/key /,
  ],
  ["a model that may be called", modelFindings, model, { [askModel]: access() }, "ok", /may call it/],
  [
    "a model whose terms are not accepted",
    modelFindings,
    model,
    {
      [askModel]: access({ agreementAvailability: { status: "NOT_AVAILABLE" }, authorizationStatus: "NOT_AUTHORIZED" }),
    },
    "missing",
    /^the account is not authorized, its terms are not accepted/,
    /list-foundation-model-agreement-offers --model-id amazon\.nova-lite-v1:0/,
  ],
  [
    "a model that is not offered there",
    modelFindings,
    model,
    { [askModel]: access({ regionAvailability: "NOT_AVAILABLE" }) },
    "missing",
    /^it is not offered in us-east-1/,
    /./,
  ],
  [
    "a model that does not exist",
    modelFindings,
    model,
    { [askModel]: refusal("ResourceNotFoundException", 404) },
    "missing",
    /none with this id/,
    /list-foundation-models/,
  ],
  [
    "a profile whose model may be called",
    modelFindings,
    profile,
    {
      "GET /inference-profiles/us.amazon.nova-lite-v1%3A0": {
        body: { models: [{ modelArn: `arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0` }] },
      },
      [askModel]: access(),
    },
    "ok",
    /may call it/,
  ],
  [
    "a profile that does not exist",
    modelFindings,
    profile,
    { "GET /inference-profiles/us.amazon.nova-lite-v1%3A0": refusal("ResourceNotFoundException", 404) },
    "missing",
    /none with this id/,
    /list-inference-profiles/,
  ],
  [
    "an active tag",
    costTagFindings,
    budget,
    { ListCostAllocationTags: { body: { CostAllocationTags: [{ TagKey: "Stack", Status: "Active" }] } } },
    "ok",
    /^active$/,
  ],
  [
    "an inactive tag",
    costTagFindings,
    budget,
    { ListCostAllocationTags: { body: { CostAllocationTags: [{ TagKey: "Stack", Status: "Inactive" }] } } },
    "missing",
    /^it is inactive$/,
    /TagKey=Stack,Status=Active$/,
  ],
  [
    "a tag that no resource had yet",
    costTagFindings,
    budget,
    { ListCostAllocationTags: { body: { CostAllocationTags: [] } } },
    "unknown",
    /a day after the first resource/,
  ],
  [
    "a tag, from an account that does not pay",
    costTagFindings,
    budget,
    { ListCostAllocationTags: refusal("AccessDeniedException") },
    "unknown",
    /^not allowed: /,
  ],
  [
    "an image in ECR",
    images,
    runsImage,
    { DescribeImages: { body: { imageDetails: [{ imageDigest: "sha256:abc" }] } } },
    "ok",
    /^sha256:abc$/,
  ],
  [
    "an image that was not pushed",
    images,
    runsImage,
    { DescribeImages: refusal("ImageNotFoundException") },
    "missing",
    /no such image/,
    /^docker push 1{12}\.dkr\.ecr/,
  ],
  [
    "an image in a repository that is not there",
    images,
    runsImage,
    { DescribeImages: refusal("RepositoryNotFoundException") },
    "missing",
    /no repository shop\/api/,
    /create-repository --repository-name shop\/api/,
  ],
  [
    "an image in a repository that the stack makes",
    images,
    { ...runsImage, aws_ecr_repository: { r: { name: "shop/api" } } },
    { DescribeImages: refusal("RepositoryNotFoundException") },
    "unknown",
    /^aws-x makes this registry, which is empty at first/,
  ],
  [
    "a quota that suffices",
    quotaFindings,
    addresses,
    { GetServiceQuota: limit(5), ...noOthers },
    "ok",
    /^needs 2 \(aws-x 2\), the quota is 5$/,
  ],
  [
    "a quota that was never changed",
    quotaFindings,
    addresses,
    { GetServiceQuota: refusal("NoSuchResourceException"), GetAWSDefaultServiceQuota: limit(5), ...noOthers },
    "ok",
    /the quota is 5$/,
  ],
  [
    "a quota that is too small",
    quotaFindings,
    addresses,
    { GetServiceQuota: limit(1), ...noOthers },
    "missing",
    /^needs 2 \(aws-x 2\), the quota is 1$/,
    /--service-code ec2 --quota-code L-0263D0A3 --desired-value 2 --region us-east-1$/,
  ],
  [
    "a quota that others have used",
    quotaFindings,
    addresses,
    {
      GetServiceQuota: limit(5),
      DescribeAddresses: {
        body: `<R><addressesSet>${"<item><publicIp>1.2.3.4</publicIp></item>".repeat(4)}</addressesSet></R>`,
      },
    },
    "missing",
    /^needs 2 \(aws-x 2\), 4 used by others, the quota is 5$/,
    /--desired-value 6 /,
  ],
  [
    "a quota of which this stack has its part already",
    quotaFindings,
    addresses,
    {
      GetServiceQuota: limit(2),
      DescribeAddresses: {
        body: `<R><addressesSet>${"<item><tagSet><item><key>Stack</key><value>aws-x</value></item></tagSet></item>".repeat(2)}</addressesSet></R>`,
      },
    },
    "ok",
    /^needs 2 \(aws-x 2\), the quota is 2$/,
  ],
  [
    "a quota whose use may not be counted",
    quotaFindings,
    addresses,
    { GetServiceQuota: limit(5), DescribeAddresses: xmlRefusal("UnauthorizedOperation", 403) },
    "ok",
    /an unknown number \(not allowed: .*\) used by others/,
  ],
  [
    "a quota that may not be looked at",
    quotaFindings,
    addresses,
    { GetServiceQuota: refusal("AccessDeniedException") },
    "unknown",
    /^not allowed: /,
  ],
];

// As a rest parameter: jest takes a last parameter that a row lacks for its own `done`.
test.each(table)("%s", async (...[, check, resource, answers, status, detail, command]) => {
  const finding = await found(check, resource, answers);
  expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail), stacks: ["aws-x"] });
  if (command) expect(finding.command).toMatch(command);
  else expect(finding.command).toBeUndefined();
  expect(fake.calls.filter((call) => /^(Create|Put|Delete|Update|Request|POST|PUT)/.test(call))).toEqual([]);
});

test("what autoscaling may take later is no reason to stop, and is named with the command that asks for it", async () => {
  const nodes = {
    aws_eks_node_group: {
      web: {
        instance_types: ["t3.medium"],
        capacity_type: "ON_DEMAND",
        scaling_config: { desired_size: 3, max_size: 20 },
      },
    },
  };
  const finding = await found(quotaFindings, nodes, { GetServiceQuota: limit(32) });
  expect(finding).toMatchObject({
    status: "ok",
    detail: expect.stringMatching(/the quota is 32; at the most it is 40: aws /),
  });
});

test("a role of another stack of the account is made by that stack's deploy, and is not looked for when both are deployed", async () => {
  fake.answer({ GetCallerIdentity: caller(account), GetRole: xmlRefusal("NoSuchEntity") });
  const named = awsStack("kubernetes-x", policy(`arn:aws:iam::${account}:role/shop-api`));
  const maker = awsStack("aws-eks-x", { aws_iam_role: { r: { name: "shop-api" } } });
  const alone = await accountWith(named, maker);
  expect(await roleFindings(alone)).toMatchObject([{ status: "missing", command: "npm run deploy -- aws-eks-x" }]);
  Object.assign(alone, { stacks: [named, maker] });
  expect(await roleFindings(alone)).toEqual([]);
});

test("a pattern of names is no role that must be there", async () => {
  fake.answer({ GetCallerIdentity: caller(account) });
  const stack = awsStack("aws-x", policy(`arn:aws:iam::${account}:role/shop-prod-*`));
  expect(await roleFindings(await accountWith(stack))).toEqual([]);
});
