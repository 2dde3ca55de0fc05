import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildSync } from "esbuild";
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
const requests: { body: string; authorization: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    requests.push({ body, authorization: request.headers.authorization ?? "" });
    response.writeHead(reply.status).end(reply.text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env["AWS_ACCESS_KEY_ID"] = "AKIDOWN";
  process.env["AWS_SECRET_ACCESS_KEY"] = "own";
});
afterAll(() => server.close());

const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test("a role's credentials come from STS of the region, for the caller's own credentials", async () => {
  reply = { status: 200, text: answer };
  expect(await assumedRole(role, "eu-west-1", { endpoint: endpoint() })()).toEqual({
    accessKeyId: "ASIAROLE",
    secretAccessKey: "secret+/=",
    sessionToken: "token+/=",
    expiration: new Date("2030-01-01T00:00:00Z"),
  });
  expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toMatchObject({
    Action: "AssumeRole",
    RoleArn: role,
    RoleSessionName: "multicloud-stacks",
  });
  expect(requests[0]?.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDOWN\/\d{8}\/eu-west-1\/sts\/aws4_request, /,
  );
});

test("under a profile the role is assumed with the profile's credentials", async () => {
  const folder = mkdtempSync(join(tmpdir(), "role-"));
  const credentials = join(folder, "credentials");
  writeFileSync(credentials, "[lab]\naws_access_key_id = AKIDLAB\naws_secret_access_key = lab\n");
  const bundle = join(folder, "role.cjs");
  const entryPoints = [join(__dirname, "../../../operator/aws/role.ts")];
  buildSync({ entryPoints, outfile: bundle, bundle: true, platform: "node", external: ["@aws-sdk/*"] });
  const call = `require(${JSON.stringify(bundle)}).assumedRole("${role}", "eu-west-1", ${JSON.stringify({ profile: "lab", endpoint: endpoint() })})()`;
  reply = { status: 200, text: answer };
  // In a process of its own: the SDK loads its profile reader with `import()`, which Jest does not support.
  const env = {
    ...process.env,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    NODE_PATH: join(process.cwd(), "node_modules"),
  };
  await promisify(execFile)(process.execPath, ["-e", call], { env });
  expect(requests.at(-1)?.authorization).toContain("Credential=AKIDLAB/");
});

test("a refusal names the role and gives the reason of AWS", async () => {
  reply = { status: 403, text: refusal };
  const credentials = assumedRole(role, "eu-west-1", { endpoint: endpoint() });
  await expect(credentials()).rejects.toThrow(`${role} cannot be assumed: not authorized`);
});
