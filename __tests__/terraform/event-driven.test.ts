import { get } from "node:http";
import { text } from "node:stream/consumers";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startEmulator } from "../../operator/local/emulator";
import { eventually } from "../../operator/local/proofs/eventually";
import { connect } from "../../operator/local/proofs/websocket-client";
import { Account } from "./support/account";
import { commandsBelow } from "./support/documented";
import { ProjectCopy } from "./support/project-copy";
import { story } from "./support/story";

/** The event-driven systems when something in them fails. `npm start` checks that they work (local.test.ts). */

const project = new ProjectCopy();
const step = story();
const stacks = ["aws-serverless-local", "aws-websocket-local", "aws-codebuild-local"];

// Known once the emulator runs.
let dynamodb: DynamoDBClient;
let sqs: SQSClient;
let cloudwatch: CloudWatchClient;
let platform: Record<string, string>;

beforeAll(async () => {
  await project.shareEmulator();
  const { endpoint, key } = (await startEmulator(project.local)).ministack;
  const config = { endpoint, region: "us-east-1", credentials: { accessKeyId: key, secretAccessKey: "test" } };
  dynamodb = new DynamoDBClient(config);
  sqs = new SQSClient(config);
  cloudwatch = new CloudWatchClient(config);
}, 300_000);

afterAll(() => project.remove());

step("all three are deployed together, and a second plan of each is empty", async () => {
  await done("bootstrap", "local", "--yes");
  await done("deploy", ...stacks, "--yes");
  await done("plan", ...stacks); // Exit code 2 would be changes.
  platform = await outputs("aws-serverless-local");
});

step("as long as the bot has no key no client connects, and its alarm is raised", async () => {
  const { websocket_url: url } = await outputs("aws-websocket-local");
  await expect(connect(String(url), { "x-api-key": "any" })).rejects.toMatchObject({ status: 500 });
  const alarm = "agentic-service-bot-local-authorizer-error-rate";
  await eventually(`${alarm} is raised`, async () => (await alarmState(alarm)) === "ALARM", 120);
});

step("a newcomer's first requests work as the pages say", async () => {
  const { SecretsManagerClient, PutSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
  const { endpoint, key } = project.emulator().ministack;
  const credentials = { accessKeyId: key, secretAccessKey: "any" };
  const secrets = new SecretsManagerClient({ endpoint, region: "us-east-1", credentials });
  // As npm start does when it proves the bot.
  const secret = { SecretId: "/agentic-service-bot/local/api-key", SecretString: "first-key" };
  await secrets.send(new PutSecretValueCommand(secret));
  const pages = [
    ["docs/ai-test-automation.md", "A first request on this machine", /"status": ?"queued"/],
    ["docs/agentic-service-bot.md", "A first question on this machine", /"type": ?"answer"/],
    ["docs/codebuild-worker.md", "A first work item on this machine", /^first-\d+ succeeded$/m],
  ] as const;
  for (const [page, heading, expected] of pages) {
    await eventually(
      `what ${page} says`,
      async () => {
        const { code, out, err } = await project.start("sh", ["-c", commandsBelow(page, heading)]).ended;
        return (code === 0 && expected.test(out)) || { page, code, out, err };
      },
      60, // A new key is accepted within 10 seconds.
    );
  }
});

step("a REST API and a site answer at the addresses that outputs prints, and at no others", async () => {
  const { api_url: api = "", site_url: site = "", site_bucket: Bucket } = platform;
  expect((await fetch(`${api}/test-execution`)).status).toBe(401); // The API's own answer: the token is missing.
  const { endpoint, key } = project.emulator().ministack;
  expect((await fetch(api.replace(/\/_emulator\/\w+/, ""))).status).toBe(403);
  const credentials = { accessKeyId: key, secretAccessKey: "any" };
  const s3 = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  const page = { Bucket, Key: "public/index.html", Body: "<p>first", ContentType: "text/html" };
  await s3.send(new PutObjectCommand(page));
  expect(await textAt(site)).toBe("<p>first");
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "public/index.html" }));
});

step("an execution that cannot be analyzed holds no other back, and becomes a dead letter", async () => {
  await store("broken", { S: "these are no results" });
  await store("good", { L: [{ M: { name: { S: "opens" }, status: { S: "passed" }, duration_ms: { N: "5" } } }] });
  await eventually("the good one is analyzed", async () => "analysis" in (await read("good")));

  let letter: DeadLetter | undefined;
  await eventually("the other is given up", async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl(), VisibilityTimeout: 0, WaitTimeSeconds: 1 }),
    );
    letter = Messages[0] && JSON.parse(Messages[0].Body ?? "");
    return letter !== undefined;
  });
  expect(letter).toMatchObject({
    requestContext: { condition: "RetryAttemptsExhausted" },
    DDBStreamBatchInfo: { batchSize: 1 },
  });
  expect(await read("broken")).not.toHaveProperty("analysis");
});

step("its alarms are raised: the function fails, and a record was given up", async () => {
  for (const part of ["ai-analysis-errors", "ai-analysis-dead-letters"]) {
    const alarm = `ai-test-automation-local-${part}`;
    await eventually(`${alarm} is raised`, async () => (await alarmState(alarm)) === "ALARM", 120);
  }
  expect(await alarmState("ai-test-automation-local-test-execution-errors")).toBe("OK");
});

step("once the cause is fixed, a change of the execution triggers it again", async () => {
  const results = { L: [{ M: { name: { S: "opens" }, status: { S: "failed" }, duration_ms: { N: "5" } } }] };
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: platform["test_executions_table"],
      Key: keyOf("broken"),
      UpdateExpression: "SET results = :results",
      ExpressionAttributeValues: { ":results": results },
    }),
  );
  await eventually("it is analyzed", async () => "analysis" in (await read("broken")));
});

step("a destroy leaves nothing of the three", async () => {
  await done("destroy", ...stacks, "--yes");
  const account = new Account(project.emulator().ministack);
  for (const stack of stacks) expect(await account.tagged(stack)).toEqual([]);
});

/** What a browser gets, which knows that `*.localhost` is this machine. */
function textAt(address: string): Promise<string> {
  const { host, port } = new URL(address);
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: "/", headers: { host } }, (response) => resolve(text(response))).once(
      "error",
      reject,
    );
  });
}

interface DeadLetter {
  readonly requestContext: { readonly condition: string };
  readonly DDBStreamBatchInfo: { readonly batchSize: number };
}

function keyOf(unique: string) {
  return { PK: { S: "CASE#story" }, SK: { S: `EXECUTION#${unique}` } };
}

/** Writes a finished execution to the table, without the API, which would refuse a wrong one. */
async function store(unique: string, results: { S: string } | { L: { M: Record<string, object> }[] }): Promise<void> {
  const attributes = {
    execution_id: { S: `story.${unique}` },
    test_case_id: { S: "story" },
    status: { S: "failed" },
    results,
  };
  const Item = { ...keyOf(unique), ...attributes } as PutItemCommand["input"]["Item"];
  await dynamodb.send(new PutItemCommand({ TableName: platform["test_executions_table"], Item }));
}

async function read(unique: string): Promise<object> {
  const table = { TableName: platform["test_executions_table"], ConsistentRead: true };
  return (await dynamodb.send(new GetItemCommand({ ...table, Key: keyOf(unique) }))).Item ?? {};
}

function queueUrl(): string {
  const { endpoint } = project.emulator().ministack;
  return `${endpoint}/123456789012/${platform["dead_letter_queue"]}`;
}

async function alarmState(name: string): Promise<string | undefined> {
  return (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))).MetricAlarms?.[0]?.StateValue;
}

async function outputs(stack: string): Promise<Record<string, string>> {
  return JSON.parse(await done("outputs", stack, "--json"))[stack];
}

/** Runs a command that must succeed. */
async function done(...args: string[]): Promise<string> {
  return (await project.ended(0, args)).out;
}
