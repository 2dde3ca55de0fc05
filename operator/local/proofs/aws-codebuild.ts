import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeContinuousBackupsCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { profileOptions } from "../../aws/profile";
import { artifactsBucketProof } from "./artifacts-bucket";
import { buildsPerItem, state } from "./build-worker";
import { callFunction } from "./call-function";
import { eventually } from "./eventually";
import { expectEqual, output, type Proof } from "./proof";

const options = profileOptions("ministack");
const cloudwatch = new CloudWatchClient(options);
const dynamodb = new DynamoDBClient(options);
const s3 = new S3Client({ ...options, forcePathStyle: true });
const secrets = new SecretsManagerClient(options);

const pollers = 10;
const reasons = ["items[0]: project: expected one of worker", "items[0]: command: unknown key"];

/** The worker does its work: its functions run, and what they did is read back. */
export const awsCodebuildProofs: readonly Proof[] = [
  artifactsBucketProof(s3, "worker/proof.txt"),
  {
    what: "locks and secrets",
    see: async (outputs) => {
      const TableName = output(outputs, "locks_table");
      const { ContinuousBackupsDescription } = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
      const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
      expectEqual("point-in-time recovery", recovery, "ENABLED");
      const found = ["github_token_secret_arn", "git_credentials_secret_arn"].map(async (name) => {
        const { Name } = await secrets.send(new DescribeSecretCommand({ SecretId: output(outputs, name) }));
        return Name;
      });
      const expected = ["/kiro-worker/local/github-token", "/kiro-worker/local/git-credentials"];
      expectEqual("secrets", await Promise.all(found), expected);
      return `locks can be restored to any second; ${expected.join(" and ")} wait for their values`;
    },
  },
  {
    what: "work items",
    see: async (outputs) => {
      const ids = Array.from({ length: 20 }, (_, index) => `proof-${Date.now()}-${index}`);
      const items = ids.map((id) => ({ id, project: "worker", inputs: { PROOF: "npm start" } }));
      expectEqual("submitted", await callFunction(outputs, "submit_function", { items }), {
        statusCode: 202,
        body: { accepted: ids },
      });
      await Promise.all(Array.from({ length: pollers }, () => callFunction(outputs, "poller_function", {})));
      await eventually("every item has its build and is done", async () => {
        const states = await Promise.all(ids.map((id) => state(outputs, id)));
        return states.every(({ status, locked }) => status === "succeeded" && !locked) || states;
      });
      const counts = await buildsPerItem(outputs);
      expectEqual(
        "builds per item",
        ids.map((id) => counts.get(id) ?? 0),
        ids.map(() => 1),
      );
      return `${pollers} pollers at once over ${ids.length} items started ${ids.length} builds, one each; every item is done, every lock free`;
    },
  },
  {
    what: "bad work items",
    see: async (outputs) => {
      const bad = { id: `bad-${Date.now()}`, project: "other", command: "rm -rf /" };
      const refused = await callFunction(outputs, "submit_function", { items: [bad] });
      expectEqual("answer", refused, { statusCode: 400, body: { reasons } });
      expectEqual("stored", (await state(outputs, bad.id)).status, undefined);

      // As a user with access to the table would.
      const text = (value: string) => ({ S: value });
      const Item = {
        ...Object.fromEntries(Object.entries(bad).map(([name, value]) => [name, text(value)])),
        status: text("pending"),
        created_at: text("2026-01-01T00:00:00.000Z"),
      };
      await dynamodb.send(new PutItemCommand({ TableName: output(outputs, "work_items_table"), Item }));
      await callFunction(outputs, "poller_function", {});
      expectEqual("item", await state(outputs, bad.id), {
        status: "refused",
        reason: reasons.map((reason) => reason.replace("items[0]: ", "")).join("; "),
        locked: false,
      });
      expectEqual("its builds", (await buildsPerItem(outputs)).get(bad.id) ?? 0, 0);
      return `400 with the reasons and nothing stored; put into the table past it, refused without a build: ${reasons[0]}`;
    },
  },
  {
    what: "stuck work item",
    see: async (outputs) => {
      // As a poller leaves an item that ends between its claim and its build.
      const id = `stuck-${Date.now()}`;
      const past = String(Math.floor(Date.now() / 1000) - 60);
      const lock = { id: { S: id }, owner: { S: "gone" }, expires_at: { N: past } };
      const item = { id: { S: id }, project: { S: "worker" }, status: { S: "starting" }, owner: { S: "gone" } };
      await dynamodb.send(new PutItemCommand({ TableName: output(outputs, "locks_table"), Item: lock }));
      const Item = { ...item, attempts: { N: "1" }, created_at: { S: new Date().toISOString() } };
      await dynamodb.send(new PutItemCommand({ TableName: output(outputs, "work_items_table"), Item }));
      await eventually("it is given back, built and done", async () => {
        await callFunction(outputs, "poller_function", {});
        const { status, locked } = await state(outputs, id);
        return (status === "succeeded" && !locked) || { status, locked };
      });
      expectEqual("its builds", (await buildsPerItem(outputs)).get(id), 1);
      return "a lock that outlived its poller blocked no build: the item was given back and built once";
    },
  },
  {
    what: "refused secret",
    see: async (outputs) => {
      // As EventBridge passes it on from the account's trail, which no emulator keeps.
      const detail = { eventName: "GetSecretValue", errorCode: "AccessDenied", errorMessage: "not authorized" };
      const answer = await callFunction(outputs, "events_function", { source: "aws.secretsmanager", detail });
      expectEqual("answer", answer, { statusCode: 200, body: { became: "counted" } });
      const AlarmNames = ["kiro-worker-local-secret-access-denied"];
      await eventually("the alarm is raised", async () => {
        const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames }));
        const states = MetricAlarms.map(({ StateValue }) => StateValue);
        return states[0] === "ALARM" || states;
      });
      return `counted by the function, and ${AlarmNames[0]} is raised`;
    },
  },
];
