import { build } from "../aws-shared/build";
import type { StackJson } from "../synthesized";
import { actionsOfCode, actionsOfPython, actionsOfTypeScript } from "./code-calls";
import { functionRoles, type Rights, rightsOf } from "./role-rights";

/**
 * Each function may do what its code does, and nothing more. The tables say for what each needs a right; that the code of a system
 * has no other call of AWS, and has each of these, is read from its files.
 */

/** Every function writes its log, its traces and its dead letters. Lambda itself does, with the function's role. */
const always = (name: string) => ({
  "logs:CreateLogStream": [`${name}:*`],
  "logs:PutLogEvents": [`${name}:*`],
  "sqs:SendMessage": [name],
  "xray:PutTelemetryRecords": ["*"],
  "xray:PutTraceSegments": ["*"],
});

/** With these Lambda reads a stream for a function (`StreamConsumer`). */
const readsStream = (stream: string) => ({
  "dynamodb:DescribeStream": [stream],
  "dynamodb:GetRecords": [stream],
  "dynamodb:GetShardIterator": [stream],
  "dynamodb:ListStreams": ["*"],
});

/** Actions that Lambda does for a function, or that S3 wants besides the one that the code calls. */
const notInCode = [
  ...Object.keys({ ...always(""), ...readsStream("") }),
  "s3:ListBucket", // Without it S3 answers 403 instead of 404 for a missing object.
];

interface System {
  /** A stack of it, with the options that give a function more rights. */
  readonly id: string;
  readonly options: string;
  /** The beginning of its functions' names. */
  readonly prefix: string;
  readonly code: string;
  readonly functions: Readonly<Record<string, Rights>>;
}

const systems: readonly System[] = [
  {
    id: "aws-serverless-prod",
    options: 'aws_serverless = { analysis = { model = "amazon.nova-lite-v1:0" } }',
    prefix: "ai-test-automation-prod",
    code: "functions/ai-test-automation",
    functions: {
      "test-execution": {
        "dynamodb:GetItem": ["test-cases", "test-executions"],
        "dynamodb:PutItem": ["test-executions"],
        "dynamodb:Query": ["test-executions", "test-executions/index/*"],
        "dynamodb:UpdateItem": ["test-executions"],
        "s3:GetObject": ["test-data/*"], // Also for the link to a log: a presigned request has the rights of who signed it.
        "s3:ListBucket": ["test-data"],
        "s3:PutObject": ["test-data/*"],
      },
      "ai-analysis": {
        "dynamodb:Query": ["test-executions"],
        "dynamodb:UpdateItem": ["test-executions"],
        ...readsStream("test-executions"),
        "bedrock:InvokeModel": ["bedrock:foundation-model/amazon.nova-lite-v1:0"],
      },
    },
  },
  {
    id: "aws-websocket-prod",
    options: 'aws_websocket = { chat = { model = "amazon.nova-lite-v1:0" } }',
    prefix: "agentic-service-bot-prod",
    code: "functions/agentic-service-bot",
    functions: {
      authorizer: { "secretsmanager:GetSecretValue": ["api-key"] },
      connect: { "dynamodb:PutItem": ["connections"] },
      disconnect: { "dynamodb:DeleteItem": ["connections"] },
      chat: {
        "dynamodb:DeleteItem": ["connections"],
        "dynamodb:GetItem": ["connections"],
        "dynamodb:PutItem": ["conversations"],
        "dynamodb:Query": ["conversations"],
        "dynamodb:UpdateItem": ["conversations"],
        "execute-api:ManageConnections": [expect.stringMatching(/\/prod\/POST\/@connections\/\*$/)],
        "bedrock:InvokeModel": ["bedrock:foundation-model/amazon.nova-lite-v1:0"],
      },
      summary: { "dynamodb:GetItem": ["conversations"], "sns:Publish": ["sns:agentic-service-bot-prod-warning"] },
    },
  },
  {
    id: "aws-codebuild-prod",
    options: "",
    prefix: "kiro-worker-prod",
    code: "functions/kiro-worker",
    functions: {
      submit: { "dynamodb:PutItem": ["work-items"] },
      poller: {
        "cloudwatch:PutMetricData": ["*"],
        "codebuild:BatchGetBuilds": projects("worker", "images"),
        "codebuild:BatchGetReports": reports("worker", "images"),
        "codebuild:ListBuildsForProject": projects("worker", "images"),
        "codebuild:StartBuild": projects("worker", "images"),
        "dynamodb:BatchGetItem": ["work-items"],
        "dynamodb:DeleteItem": ["locks"],
        "dynamodb:GetItem": ["locks"],
        "dynamodb:PutItem": ["locks", "work-items"],
        "dynamodb:Query": ["work-items/index/*"],
        "dynamodb:UpdateItem": ["work-items"],
        "secretsmanager:GetSecretValue": ["github-token"],
      },
      events: {
        "cloudwatch:PutMetricData": ["*"],
        "codebuild:BatchGetBuilds": projects("worker", "images"),
        "codebuild:BatchGetReports": reports("worker", "images"),
        "dynamodb:DeleteItem": ["locks"],
        "dynamodb:UpdateItem": ["work-items"],
      },
    },
  },
];

function projects(...keys: string[]): string[] {
  return keys.map((key) => `codebuild:project/kiro-worker-prod-${key}`).sort();
}
function reports(...keys: string[]): string[] {
  return keys.map((key) => `codebuild:report-group/kiro-worker-prod-${key}-*`).sort();
}

describe.each(systems)("$prefix", ({ id, options, prefix, code, functions }) => {
  let stack: StackJson;
  beforeAll(async () => {
    stack = await build(id, options);
  });

  test("each function is in the table", () => {
    expect([...functionRoles(stack, prefix).keys()].sort()).toEqual(Object.keys(functions).sort());
  });

  test.each(Object.keys(functions))("%s may do what it does, and nothing more", (name) => {
    const role = functionRoles(stack, prefix).get(name) as string;
    expect(rightsOf(stack, role)).toEqual({ ...always(name), ...functions[name] });
  });

  test("the calls of the code are those of the table", () => {
    const inTable = Object.values(functions).flatMap((rights) => Object.keys(rights));
    const called = new Set(inTable.filter((action) => !notInCode.includes(action)));
    expect(actionsOfCode(code)).toEqual([...called].sort());
  });
});

describe("calls of AWS are found in code", () => {
  test("of boto3, also those that a link or a transaction makes later", () => {
    const python =
      'c = boto3.client("s3")\nc.head_object(Key="a")\nc.generate_presigned_url(\n    "put_object", Params={})';
    expect(actionsOfPython(python)).toEqual(["s3:GetObject", "s3:PutObject"]);
    const writes = 't.meta.client.transact_write_items(TransactItems=[{"Put": {}}, {"Delete": {}}])';
    expect(actionsOfPython(writes)).toEqual(["dynamodb:PutItem", "dynamodb:DeleteItem"]);
    expect(() => actionsOfPython('boto3.client("ses")')).toThrow("boto3's methods of ses have no action");
  });

  test("of AWS's SDK for JavaScript, by the commands that a file imports", () => {
    const imports =
      'import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";';
    expect(actionsOfTypeScript(`${imports}\nconst items = [{ Update: { Key } }];`)).toEqual([
      "dynamodb:GetItem",
      "dynamodb:UpdateItem",
    ]);
    expect(actionsOfTypeScript('import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";')).toEqual([
      "secretsmanager:GetSecretValue",
    ]);
  });
});
