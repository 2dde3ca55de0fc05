import { randomBytes } from "node:crypto";
import {
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { profileOptions } from "../../aws/profile";
import { callFunction } from "./call-function";
import { eventually } from "./eventually";
import { expectEqual, output, type Proof } from "./proof";
import { apiKey, connections, messages, open } from "./service-bot";
import { Refused } from "./websocket-client";

const options = profileOptions("ministack");
const dynamodb = new DynamoDBClient(options);
const s3 = new S3Client({ ...options, forcePathStyle: true });

/** The bot lets in who has the key, answers, remembers, and forgets who is gone. */
export const awsWebsocketProofs: readonly Proof[] = [
  {
    what: "who may connect",
    see: async (outputs) => {
      const key = await apiKey(outputs);
      const strangers: Readonly<Record<string, string>>[] = [
        {},
        { "x-api-key": `${key}x` },
        { "x-api-key": key, origin: "https://evil.example.com" },
      ];
      for (const headers of strangers) {
        const refused = await open(outputs, headers).then(
          async (client) => client.close(),
          (error) => error,
        );
        expectEqual(`handshake with ${Object.keys(headers).join(" and ") || "no key"}`, statusOf(refused), 403);
      }
      const client = await open(outputs, { authorization: `Bearer ${key}` });
      await client.close();
      return "403 without the key, with a wrong one, and for a page of another origin; the key opens";
    },
  },
  {
    what: "conversation",
    see: async (outputs) => {
      const client = await open(outputs, { "x-api-key": await apiKey(outputs) });
      const question = await client.ask({ action: "message", text: "I want to cancel my order" });
      const answer = await client.ask({ action: "message", text: "4711" });
      const history = await client.ask({ action: "history" });
      await client.close();
      expectEqual("intents", [question.intent, answer.intent], ["cancel-order", "cancel"]);
      expectEqual("history", (history.messages as unknown[]).length, 4);
      expectEqual("table", await messages(outputs, String(answer.conversation)), [
        "I want to cancel my order",
        question.text,
        "4711",
        answer.text,
      ]);
      return `"4711" was answered with "${answer.text}"; all four messages were read back from the table`;
    },
  },
  {
    what: "mistakes",
    see: async (outputs) => {
      const client = await open(outputs, { "x-api-key": await apiKey(outputs) });
      const { conversation } = await client.ask({ action: "history" });
      const reasons = [];
      for (const frame of [
        { action: "mesage" },
        { action: "message" },
        { action: "message", text: "x".repeat(2001) },
      ]) {
        const { type, reason } = await client.ask(frame);
        expectEqual("type", type, "error");
        reasons.push(reason);
      }
      await client.close();
      expectEqual("stored", await messages(outputs, String(conversation)), []);
      return `${reasons.join("; ")}: and nothing was stored`;
    },
  },
  {
    what: "connections",
    see: async (outputs) => {
      const TableName = output(outputs, "connections_table");
      const client = await open(outputs, { "x-api-key": await apiKey(outputs) });
      const { conversation: own } = await client.ask({ action: "history" });
      expectEqual("remembered while it is open", await connections(outputs, String(own)), 1);
      await client.close();
      await eventually("a closed connection is forgotten", async () => {
        const found = await connections(outputs, String(own));
        return found === 0 || found;
      });

      const gone = `gone-${Date.now()}`;
      const expires = String(Math.floor(Date.now() / 1000) + 600);
      const conversation = randomBytes(16).toString("hex");
      const Item = { connection_id: { S: gone }, conversation: { S: conversation }, expires_at: { N: expires } };
      await dynamodb.send(new PutItemCommand({ TableName, Item }));
      const body = JSON.stringify({ action: "message", text: "Hello" });
      await callFunction(outputs, "chat_function", {
        requestContext: { connectionId: gone, routeKey: "message" },
        body,
      });
      await eventually("the connection that is gone is forgotten", async () => {
        const Key = { connection_id: { S: gone } };
        return (await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item === undefined;
      });
      expectEqual("kept for later", (await messages(outputs, conversation)).length, 2);
      return "one is remembered until it closes; one that was gone (410) was forgotten when it was to be answered";
    },
  },
  {
    what: "daily summary",
    see: async (outputs) => {
      const day = new Date().toISOString().slice(0, 10);
      const summary = await callFunction(outputs, "summary_function", { day });
      const { counts } = summary as { counts: Readonly<Record<string, number>> };
      const { messages = 0, conversations = 0 } = counts;
      if (messages < 3 || conversations < 2)
        throw new Error(`counts: expected today's, found ${JSON.stringify(counts)}`);
      return `${messages} messages in ${conversations} conversations were published to the topic`;
    },
  },
  {
    what: "tables and site",
    see: async (outputs) => {
      for (const name of ["connections_table", "conversations_table"]) {
        const TableName = output(outputs, name);
        const { ContinuousBackupsDescription: found } = await dynamodb.send(
          new DescribeContinuousBackupsCommand({ TableName }),
        );
        expectEqual("restorable", found?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus, "ENABLED");
      }
      const file = { Bucket: output(outputs, "site_bucket"), Key: "public/config.json" };
      const { Body } = await s3.send(new GetObjectCommand(file));
      const configuration = JSON.parse((await Body?.transformToString()) ?? "");
      expectEqual("config.json", configuration, {
        environment: "local",
        websocketUrl: output(outputs, "websocket_url"),
      });
      return "both tables can be restored to any second; the site's /config.json leads to the API";
    },
  },
];

function statusOf(refused: unknown): unknown {
  if (refused === undefined) return "open";
  return refused instanceof Refused ? refused.status : String(refused);
}
