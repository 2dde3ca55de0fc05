import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { none, Permissions } from "../../policy/permissions";
import { accountOf, examples, resources, root, type StackJson, synthesizeAll } from "../synthesized";
import { refreshActions } from "./refresh-actions";

/**
 * What the pipeline may do that plans, and what compares each night: read what a refresh reads, and nothing of what secrets and the application's
 * data are. The second one writes the records of drift.
 */

const accounts = examples.stacks.filter(
  ({ platform, environment }) => platform === "account" && environment !== "local",
);

/** The types of resources and data sources of the AWS provider that shipped stacks have. */
async function typesOf(environment?: string): Promise<string[]> {
  const all = await synthesizeAll();
  const ids = examples.stacks.filter((stack) => !environment || stack.environment === environment).map(({ id }) => id);
  const found = ids.flatMap((id) => {
    const { resource, data = {} } = all.get(id) as StackJson;
    return [...Object.keys(resource ?? {}), ...Object.keys(data).map((type) => `data.${type}`)];
  });
  return [...new Set(found)].filter((type) => /^(data\.)?aws_/.test(type)).sort();
}

/** IAM's name of a service, and of an action, where the SDK has another. */
const services: Readonly<Record<string, string>> = {
  "cost-explorer": "ce",
  "elastic-load-balancing-v2": "elasticloadbalancing",
  "resource-groups-tagging-api": "tag",
  "route-53": "route53",
  "secrets-manager": "secretsmanager",
  "service-quotas": "servicequotas",
};
const actionNames: Readonly<Record<string, string>> = {
  "budgets:DescribeBudget": "budgets:ViewBudget",
  "s3:HeadBucket": "s3:ListBucket",
};

/** The commands of AWS's SDK in folders of the operator that only look, as IAM actions. */
function lookedAt(): string[] {
  const texts = ["status/aws", "drift", "preflight/aws", "preflight/registries"].flatMap((folder) =>
    readdirSync(join(root, "operator", folder)).map((file) =>
      readFileSync(join(root, "operator", folder, file), "utf8"),
    ),
  );
  const found = texts.flatMap((text) => {
    const clients = [...text.matchAll(/"@aws-sdk\/client-([\w-]+)"/g)].map(([, client = ""]) => client);
    const words = [...text.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(([, command, page]) => command ?? page);
    return words.flatMap((word) =>
      clients.filter((client) => isCommand(client, `${word}`)).map((client) => `${services[client] ?? client}:${word}`),
    );
  });
  return [...new Set(found.map((action) => actionNames[action] ?? action))].sort();
}

const isCommand = (client: string, word: string) =>
  existsSync(join(root, `node_modules/@aws-sdk/client-${client}/dist-types/commands/${word}Command.d.ts`));

test("each type of resource in a shipped stack has its reads in the table, and none is there for nothing", async () => {
  const unused = ["aws_appautoscaling_scheduled_action", "aws_iam_policy"];
  const types = await typesOf();
  expect(types.filter((type) => !(type in refreshActions))).toEqual([]);
  expect(Object.keys(refreshActions).filter((type) => !types.includes(type) && !unused.includes(type))).toEqual([]);
});

const roles = accounts.flatMap((account) => (["plan", "drift"] as const).map((role) => ({ ...account, role })));

describe.each(roles)("$id: $role", ({ id, environment, role }) => {
  let stack: StackJson;
  let plan: Permissions;
  beforeAll(async () => {
    stack = (await synthesizeAll()).get(id) as StackJson;
    plan = new Permissions(stack, `multicloud-${environment}-${role}`);
  });
  const region = environment === "prod-dr" ? "eu-west-1" : "us-east-1";
  const through = (service: string) => ({ "kms:ViaService": `${service}.${region}.amazonaws.com` });
  const account = () => accountOf(stack);
  const table = (name: string) => `arn:aws:dynamodb:${region}:${account()}:table/${name}`;
  const states = () => `arn:aws:s3:::multicloud-${environment}-state-${account()}`;
  const key = () => `arn:aws:kms:${region}:${account()}:key/1`;

  test("reads all that a refresh of the environment's stacks reads", async () => {
    const actions = (await typesOf(environment)).flatMap((type) => refreshActions[type] ?? []);
    const object = new Set(["s3:GetObject", "s3:GetObjectTagging"]);
    const refused = [...new Set(actions)].filter((action) => !object.has(action) && !plan.may(action, "arn:aws:any"));
    expect(refused).toEqual([]);
    // The one object that a stack puts into a bucket.
    const site = `arn:aws:s3:::agentic-service-bot-${environment}-site-${account()}/public/config.json`;
    for (const action of object) expect(plan.may(action, site)).toBe(true);
  });

  test("reads what the operator's commands look at", () => {
    const looks = lookedAt().filter((action) => !/^sts:|GetObject$|PutObject$/.test(action));
    expect(looks.length).toBeGreaterThan(15);
    expect(looks.filter((action) => !plan.may(action, "*"))).toEqual([]);
  });

  test("reads nothing else", () => {
    const known = new Set([...Object.values(refreshActions).flat(), ...lookedAt()]);
    const documents = Object.entries(stack.data?.["aws_iam_policy_document"] ?? {});
    const reads = documents
      .filter(([name]) => /^pipelines_plan-reads/.test(name))
      .flatMap(([, { statement }]) => (statement as { actions: string[] }[]).flatMap(({ actions }) => actions));
    expect(reads.length).toBeGreaterThan(150);
    expect(reads.filter((action) => !known.has(action))).toEqual([]);
  });

  test("reads every state of the environment with its digest, and writes none, nor a lock", () => {
    expect(plan.may("s3:GetObject", `${states()}/aws-${environment}`)).toBe(true);
    expect(plan.may("s3:ListBucket", states())).toBe(true);
    expect(plan.may("dynamodb:GetItem", table(`multicloud-${environment}-locks`))).toBe(true);
    for (const service of ["s3", "dynamodb"]) expect(plan.may("kms:Decrypt", stateKey(), through(service))).toBe(true);
    for (const action of ["s3:PutObject", "s3:DeleteObject", "s3:PutObjectVersionTagging", "s3:DeleteObjectVersion"]) {
      expect([action, plan.may(action, `${states()}/aws-${environment}.tflock`)]).toEqual([action, false]);
    }
    for (const action of ["dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:UpdateItem"]) {
      expect([action, plan.may(action, table(`multicloud-${environment}-locks`))]).toEqual([action, false]);
    }
    expect(plan.may("kms:Encrypt", stateKey())).toBe(false);
  });

  test(role === "drift" ? "writes the records of drift, and no other object" : "writes no object", () => {
    const records = role === "drift";
    expect(plan.may("s3:PutObject", `${states()}/drift/aws-${environment}.json`)).toBe(records);
    expect(plan.may("kms:GenerateDataKey", stateKey(), through("s3"))).toBe(records);
    const others = [
      "aws-x",
      "aws-x.tflock",
      "releases/aws-x/1.json",
      "drift",
      "drifts/aws-x.json",
      "drift/aws-x",
      "x/drift/aws-x.json",
    ];
    for (const name of others) expect([name, plan.may("s3:PutObject", `${states()}/${name}`)]).toEqual([name, false]);
    const foreign = "arn:aws:s3:::another-bucket/drift/aws-x.json";
    expect(plan.may("s3:PutObject", foreign)).toBe(false);
    for (const action of ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectTagging", "s3:PutObjectAcl"]) {
      expect([action, plan.may(action, `${states()}/drift/aws-x.json`)]).toEqual([action, false]);
    }
    expect(plan.may("kms:GenerateDataKey", stateKey(), through("dynamodb"))).toBe(false);
    expect(plan.may("kms:GenerateDataKey", key(), through("s3"))).toBe(false);
  });

  const stateKey = () => {
    const [found] = resources(stack, "aws_kms_key").filter(({ address }) => address.includes("state_key"));
    return `\${${found?.address}.arn}`;
  };

  test.each([
    ["secretsmanager:GetSecretValue", () => `arn:aws:secretsmanager:${region}:${account()}:secret:/a/b-abcdef`],
    ["secretsmanager:BatchGetSecretValue", () => "*"],
    ["dynamodb:GetItem", () => table(`kiro-worker-${environment}-work-items`)],
    ["dynamodb:Query", () => table(`multicloud-${environment}-locks/index/x`)],
    ["dynamodb:Scan", () => table(`agentic-service-bot-${environment}-conversations`)],
    ["s3:GetObject", () => `arn:aws:s3:::test-execution-${environment}-artifacts-${account()}/run.json`],
    ["s3:GetObjectVersion", () => `arn:aws:s3:::test-execution-${environment}-artifacts-${account()}/run.json`],
    ["logs:GetLogEvents", () => `arn:aws:logs:${region}:${account()}:log-group:/aws/lambda/x:log-stream:y`],
    ["logs:FilterLogEvents", () => `arn:aws:logs:${region}:${account()}:log-group:/aws/lambda/x`],
    ["logs:StartQuery", () => `arn:aws:logs:${region}:${account()}:log-group:/aws/lambda/x`],
    ["ecr:GetDownloadUrlForLayer", () => `arn:aws:ecr:${region}:${account()}:repository/test-execution`],
    ["ecr:BatchGetImage", () => `arn:aws:ecr:${region}:${account()}:repository/test-execution`],
    ["sqs:ReceiveMessage", () => `arn:aws:sqs:${region}:${account()}:test-execution`],
    ["iam:PassRole", () => `arn:aws:iam::${account()}:role/test-execution-${environment}-api-task`],
    ["sts:AssumeRole", () => `arn:aws:iam::${account()}:role/admin`],
    ["lambda:InvokeFunction", () => `arn:aws:lambda:${region}:${account()}:function:x`],
    ["ecs:RunTask", () => `arn:aws:ecs:${region}:${account()}:task-definition/x:1`],
    ["eks:AccessKubernetesApi", () => `arn:aws:eks:${region}:${account()}:cluster/ai-prism-${environment}`],
  ])("may not %s", (action, resource) => {
    expect(plan.may(action, resource())).toBe(false);
  });

  test("decrypts variables of functions and the stacks' own parameters, and no other", () => {
    const parameter = (name: string) => ({
      ...through("ssm"),
      "kms:EncryptionContext:PARAMETER_ARN": `arn:aws:ssm:${region}:${account()}:parameter${name}`,
    });
    expect(plan.may("kms:Decrypt", key(), through("lambda"))).toBe(true);
    expect(plan.may("kms:Decrypt", key(), parameter("/shop/token"))).toBe(false);
    expect(plan.may("kms:Decrypt", key(), parameter(`/ai-prism/${environment}/token`))).toBe(false);
    expect(plan.may("kms:Decrypt", key(), { ...through("ssm"), "kms:EncryptionContext:PARAMETER_ARN": none })).toBe(
      false,
    );
    for (const service of ["secretsmanager", "sqs", "rds"]) {
      expect([service, plan.may("kms:Decrypt", key(), through(service))]).toEqual([service, false]);
    }
  });

  test("decrypts each parameter that a stack of the environment encrypts", async () => {
    const all = await synthesizeAll();
    const names = examples.stacks
      .filter((other) => other.environment === environment)
      .flatMap((other) => resources(all.get(other.id) as StackJson, "aws_ssm_parameter"))
      .flatMap(({ body }) => (body["type"] === "SecureString" ? [String(body["name"])] : []));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const context = { "kms:EncryptionContext:PARAMETER_ARN": `arn:aws:ssm:${region}:${account()}:parameter${name}` };
      expect([name, plan.may("kms:Decrypt", key(), { ...through("ssm"), ...context })]).toEqual([name, true]);
    }
  });
});
