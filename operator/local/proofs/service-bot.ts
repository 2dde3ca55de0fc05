import { randomBytes } from "node:crypto";
import { DynamoDBClient, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { profileOptions } from "../../aws/profile";
import { type Outputs, output } from "./proof";
import { connect } from "./websocket-client";

/** The Agentic Service Bot as its clients and its tables have it. */

const options = profileOptions("ministack");
const dynamodb = new DynamoDBClient(options);
const secrets = new SecretsManagerClient(options);

/** Connects a client. */
export function open(outputs: Outputs, headers: Readonly<Record<string, string>>) {
  return connect(output(outputs, "websocket_url"), headers);
}

/** The API key; if the secret has no value yet, a random one is put there. */
export async function apiKey(outputs: Outputs): Promise<string> {
  const SecretId = output(outputs, "api_key_secret_arn");
  try {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    if (SecretString) return SecretString;
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
  }
  const SecretString = randomBytes(32).toString("base64url");
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));
  return SecretString;
}

/** How many connections a conversation has. */
export async function connections(outputs: Outputs, conversation: string): Promise<number | undefined> {
  const { Count } = await dynamodb.send(
    new ScanCommand({
      TableName: output(outputs, "connections_table"),
      FilterExpression: "conversation = :conversation",
      ExpressionAttributeValues: { ":conversation": { S: conversation } },
      ConsistentRead: true,
    }),
  );
  return Count;
}

/** The texts of a conversation as they are stored, oldest first. */
export async function messages(outputs: Outputs, conversation: string): Promise<(string | undefined)[]> {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: output(outputs, "conversations_table"),
      KeyConditionExpression: "PK = :conversation",
      ExpressionAttributeValues: { ":conversation": { S: `CONVERSATION#${conversation}` } },
      ConsistentRead: true,
    }),
  );
  return Items.map(({ text }) => text?.S);
}
