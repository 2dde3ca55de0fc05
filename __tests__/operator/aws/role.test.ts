import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { assumedRole } from "../../../operator/aws/role";

const role = "arn:aws:iam::111111111111:role/deploy";
const answer = `<AssumeRoleResponse><AssumeRoleResult><Credentials>
  <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>secret+/=</SecretAccessKey>
  <SessionToken>token+/=</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const refusal =
  "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>";

let server: Server;
let reply: { status: number; text: string };
const asked: { body: string; authorization: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    asked.push({ body, authorization: request.headers.authorization ?? "" });
    response.writeHead(reply.status).end(reply.text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env["AWS_ACCESS_KEY_ID"] = "AKIDOWN";
  process.env["AWS_SECRET_ACCESS_KEY"] = "own";
});
afterAll(() => server.close());

const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test("a role's credentials come from STS of the region, asked for under one's own", async () => {
  reply = { status: 200, text: answer };
  expect(await assumedRole(role, "eu-west-1", { endpoint: endpoint() })()).toEqual({
    accessKeyId: "ASIAROLE",
    secretAccessKey: "secret+/=",
    sessionToken: "token+/=",
    expiration: new Date("2030-01-01T00:00:00Z"),
  });
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
    Action: "AssumeRole",
    RoleArn: role,
  });
  expect(asked[0]?.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDOWN\/\d{8}\/eu-west-1\/sts\/aws4_request, /,
  );
});

test("who may not assume it is told why", async () => {
  reply = { status: 403, text: refusal };
  const credentials = assumedRole(role, "eu-west-1", { endpoint: endpoint() });
  await expect(credentials()).rejects.toThrow(`${role} cannot be assumed: not authorized`);
});
