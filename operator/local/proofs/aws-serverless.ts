import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { profileOptions } from "../../aws/profile";
import { expectEqual, type Outputs, output, type Proof } from "./proof";
import { restClient } from "./rest-client";

const options = profileOptions("ministack");
const users = new CognitoIdentityProviderClient(options);
const dynamodb = new DynamoDBClient(options);

/** A user signs in, and what is sent through the API is stored, read back and analyzed. */
export const awsServerlessProofs: readonly Proof[] = [
  {
    what: "API",
    see: (outputs) =>
      withUser(outputs, async (token) => {
        const api = restClient(output(outputs, "api_url"));
        await putTestCase(outputs);
        const before = await countExecutions(outputs);

        const stranger = await api("POST", "/test-execution", { body: { test_case_id: "proof" } });
        expectEqual("without a token", stranger.status, 401);
        const bad = await api("POST", "/test-execution", { token, body: { test_case_id: "not/a/case" } });
        expectEqual("bad input", bad.status, 400);
        const unknown = await api("POST", "/test-execution", { token, body: { test_case_id: "unknown" } });
        expectEqual("an unknown case", [unknown.status, unknown.body.message], [404, "there is no test case unknown"]);
        expectEqual("stored by them", (await countExecutions(outputs)) - before, 0);

        const stored = await api("POST", "/test-execution", { token, body: { test_case_id: "proof" } });
        expectEqual("a good request", stored.status, 201);
        const { body: found } = await api("GET", `/test-execution/${stored.body.execution_id}`, { token });
        expectEqual("read back", found, stored.body);
        return `401 without a token, 400 for bad input, which stored nothing; ${found.execution_id} stored and read back as ${found.status}`;
      }),
  },
  {
    what: "analysis",
    see: (outputs) =>
      withUser(outputs, async (token) => {
        const api = restClient(output(outputs, "api_url"));
        await putTestCase(outputs);
        const results = [
          { name: "opens the page", status: "passed", duration_ms: 40 },
          { name: "signs in", status: "failed", duration_ms: 5000, message: "Timed out after 5 s" },
        ];
        const started = await api("POST", "/test-execution", { token, body: { test_case_id: "proof" } });
        const path = `/test-execution/${started.body.execution_id}`;
        const reported = await api("PATCH", path, { token, body: { results, log: "all that it wrote" } });
        expectEqual("reported", [reported.status, reported.body.status], [200, "failed"]);
        for (let seconds = 0; seconds < 60; seconds++) {
          const { analysis } = (await api("GET", path, { token })).body;
          if (analysis) return `of a failed execution: ${analysis.summary}`;
          await wait(1000);
        }
        throw new Error("expected an analysis of a finished execution within 60 s, found none");
      }),
  },
];

/** Does something as a user who is there only for that. */
async function withUser<T>(outputs: Outputs, work: (token: string) => Promise<T>): Promise<T> {
  const ofUser = { UserPoolId: output(outputs, "user_pool_id"), Username: `proof-${randomUUID()}` };
  const Password = `Aa1!${randomUUID()}`;
  await users.send(new AdminCreateUserCommand({ ...ofUser, MessageAction: "SUPPRESS" }));
  try {
    await users.send(new AdminSetUserPasswordCommand({ ...ofUser, Password, Permanent: true }));
    const { AuthenticationResult } = await users.send(
      new InitiateAuthCommand({
        ClientId: output(outputs, "user_pool_client_id"),
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: ofUser.Username, PASSWORD: Password },
      }),
    );
    return await work(AuthenticationResult?.IdToken ?? "");
  } finally {
    await users.send(new AdminDeleteUserCommand(ofUser));
  }
}

async function putTestCase(outputs: Outputs): Promise<void> {
  const Item = { PK: { S: "CASE#proof" }, SK: { S: "CASE" }, status: { S: "active" } };
  await dynamodb.send(new PutItemCommand({ TableName: output(outputs, "test_cases_table"), Item }));
}

async function countExecutions(outputs: Outputs): Promise<number> {
  const TableName = output(outputs, "test_executions_table");
  const { Count = 0 } = await dynamodb.send(new ScanCommand({ TableName, Select: "COUNT", ConsistentRead: true }));
  return Count;
}
