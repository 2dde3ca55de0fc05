import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hcpFindings } from "../../../../operator/operations/hcp/findings";
import { ensureHcpWorkspaces } from "../../../../operator/operations/hcp/workspaces";
import { silent } from "../../../../operator/progress/progress";
import { FakeHcp, type FakeWorkspace } from "../../../terraform/support/hcp/fake-hcp";

/** The preflight of workspaces, against a fake of HCP's API. */

let hcp: FakeHcp;
let dir: string;
beforeEach(async () => {
  hcp = await FakeHcp.start();
  dir = mkdtempSync(join(tmpdir(), "hcp-findings-"));
  writeFileSync(join(dir, "terraform.rc"), hcp.cliConfiguration);
  const { hostname, organization } = hcp;
  const cloud = { hostname, organization, workspaces: { name: "app-prod" } };
  mkdirSync(join(dir, "stacks/app-prod"), { recursive: true });
  const terraform = { cloud, required_providers: { aws: { source: "aws" } } };
  writeFileSync(join(dir, "stacks/app-prod/cdk.tf.json"), JSON.stringify({ terraform }));
  writeFileSync(join(dir, "terraform.sh"), '#!/bin/sh\necho \'{"terraform_version":"1.11.4"}\'\n', { mode: 0o755 });
});
afterEach(async () => {
  await hcp.stop();
  rmSync(dir, { recursive: true });
});

const role = "arn:aws:iam::111111111111:role/terraform";
const remote = { aws_role_arn: role };
type Runs = typeof remote | undefined;

const find = async (runs: Runs, env: NodeJS.ProcessEnv = { TF_CLI_CONFIG_FILE: join(dir, "terraform.rc") }) =>
  (await hcpFindings(["app-prod"], { source: dir, hcpRuns: () => runs, environmentOf: () => "prod", env }))[0];

async function bootstrap(runs: Runs): Promise<FakeWorkspace> {
  const env = {
    PATH: process.env.PATH,
    TERRAFORM_BINARY_NAME: join(dir, "terraform.sh"),
    TF_CLI_CONFIG_FILE: join(dir, "terraform.rc"),
  };
  await ensureHcpWorkspaces(["app-prod"], {
    source: dir,
    environment: "prod",
    progress: silent,
    hcpRuns: () => runs,
    env,
  });
  return hcp.workspaces.get("app-prod") as FakeWorkspace;
}

test("what a bootstrap made is right, for runs on this machine and for runs in the service", async () => {
  await bootstrap(undefined);
  expect(await find(undefined)).toEqual({
    check: "state",
    subject: "workspace app-prod of acme",
    stacks: ["app-prod"],
    status: "ok",
    detail: "runs are on this machine",
  });
  await bootstrap(remote);
  expect(await find(remote)).toMatchObject({
    status: "ok",
    detail: "runs are in HCP Terraform, TFC_AWS_PROVIDER_AUTH, TFC_AWS_RUN_ROLE_ARN",
  });
  expect(hcp.requests.filter((it) => /^POST .*vars/.test(it))).toHaveLength(2);
});

test("nothing is changed by a look", async () => {
  await find(remote);
  expect(hcp.requests.filter((it) => !it.startsWith("GET "))).toEqual([]);
});

test.each<[what: string, runs: Runs, change: (workspace: FakeWorkspace) => void, detail: string]>([
  [
    "runs of the service where the settings want this machine",
    undefined,
    (it) => void Object.assign(it.attributes, { "execution-mode": "remote" }),
    "expected the execution mode local, found remote",
  ],
  [
    "a working directory",
    undefined,
    (it) => void Object.assign(it.attributes, { "working-directory": "infra" }),
    "expected no working directory, found infra",
  ],
  [
    "another role",
    remote,
    (it) => void Object.assign(it, { variables: [{ key: "TFC_AWS_PROVIDER_AUTH", value: "true", category: "env" }] }),
    "expected the settings' TFC_AWS_RUN_ROLE_ARN as its variables",
  ],
])("%s is missing, with the command that mends it", async (_, runs, change, detail) => {
  change(await bootstrap(runs));
  expect(await find(runs)).toMatchObject({ status: "missing", detail, command: "npm run bootstrap -- prod" });
});

test("agents may take the runs of the service", async () => {
  (await bootstrap(remote)).attributes["execution-mode"] = "agent";
  expect(await find(remote)).toMatchObject({ status: "ok" });
});

test("a workspace that is not there is missing, unless Terraform makes it as the settings want it", async () => {
  expect(await find(undefined)).toMatchObject({ status: "ok", detail: "Terraform makes it; runs are on this machine" });
  expect(await find(remote)).toMatchObject({ status: "missing" });
  hcp.defaultExecutionMode = "remote";
  expect(await find(undefined)).toMatchObject({
    status: "missing",
    detail: "it does not exist, and Terraform would make it for remote runs",
  });
});

test("without a token it could not be looked at", async () => {
  expect(await find(undefined, { TF_CLI_CONFIG_FILE: join(dir, "none") })).toMatchObject({
    status: "unknown",
    detail: expect.stringContaining("expected a token, found none: run `terraform login hcp.example.test`"),
  });
});
