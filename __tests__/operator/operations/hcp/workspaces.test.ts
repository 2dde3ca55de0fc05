import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureHcpWorkspaces } from "../../../../operator/operations/hcp/workspaces";
import { silent } from "../../../../operator/progress/progress";
import { FakeHcp } from "../../../terraform/support/hcp/fake-hcp";

let hcp: FakeHcp;
let dir: string;
beforeEach(async () => {
  hcp = await FakeHcp.start();
  hcp.defaultExecutionMode = "remote";
  dir = mkdtempSync(join(tmpdir(), "hcp-workspaces-"));
  writeFileSync(join(dir, "terraform.rc"), hcp.cliConfiguration);
});
afterEach(async () => {
  await hcp.stop();
  rmSync(dir, { recursive: true });
});

function stack(id: string, project?: string): void {
  const { hostname, organization } = hcp;
  const cloud = { hostname, organization, workspaces: { name: id, project } };
  mkdirSync(join(dir, "stacks", id), { recursive: true });
  writeFileSync(join(dir, "stacks", id, "cdk.tf.json"), JSON.stringify({ terraform: { cloud } }));
}

const ensure = (ids: string[], env: NodeJS.ProcessEnv = { TF_CLI_CONFIG_FILE: join(dir, "terraform.rc") }) =>
  ensureHcpWorkspaces(ids, { source: dir, environment: "prod", progress: silent, env });

test("a workspace is made with its project, for runs on this machine, without a working directory, with tags", async () => {
  stack("app-prod", "your-app");
  stack("api-prod", "your-app");
  expect(await ensure(["app-prod", "api-prod"])).toEqual(["app-prod", "api-prod"]);
  expect(hcp.projects).toHaveLength(1);
  expect(hcp.workspaces.get("app-prod")).toMatchObject({
    projectId: hcp.projects[0]?.id,
    attributes: { "execution-mode": "local", "working-directory": "" },
    tags: { environment: "prod", stack: "app-prod" },
  });
});

test("the next call changes nothing", async () => {
  stack("app-prod", "your-app");
  await ensure(["app-prod"]);
  expect(await ensure(["app-prod"])).toEqual([]);
  expect(hcp.requests.filter((request) => /^(POST|PATCH)/.test(request))).toHaveLength(2);
});

test("one that Terraform made, for remote runs, is put right; other tags and its state stay", async () => {
  stack("app-prod");
  await ensure(["app-prod"]);
  const workspace = hcp.workspaces.get("app-prod");
  if (!workspace) throw new Error("expected a workspace");
  Object.assign(workspace, { tags: { owner: "ann" } });
  workspace.attributes["execution-mode"] = "remote";
  expect(await ensure(["app-prod"])).toEqual(["app-prod"]);
  expect(hcp.workspaces.get("app-prod")).toMatchObject({
    id: workspace.id,
    attributes: { "execution-mode": "local" },
    tags: { environment: "prod", stack: "app-prod", owner: "ann" },
  });
});

test("stacks whose state is elsewhere are left alone", async () => {
  mkdirSync(join(dir, "stacks/aws-prod"), { recursive: true });
  writeFileSync(join(dir, "stacks/aws-prod/cdk.tf.json"), JSON.stringify({ terraform: { backend: { s3: {} } } }));
  expect(await ensure(["aws-prod"], {})).toEqual([]);
});

test("without a token, or with one that is not valid, the message says what to do", async () => {
  stack("app-prod");
  await expect(ensure(["app-prod"], { TF_CLI_CONFIG_FILE: join(dir, "none") })).rejects.toThrow(
    "hcp.example.test: expected a token, found none: run `terraform login hcp.example.test`, or set TF_TOKEN_hcp_example_test",
  );
  const env = { TF_CLI_CONFIG_FILE: join(dir, "terraform.rc"), TF_TOKEN_hcp_example_test: "old" };
  await expect(ensure(["app-prod"], env)).rejects.toThrow(
    "GET organizations/acme/workspaces/app-prod was refused with 401: the token is not valid: run `terraform login` again",
  );
});

test("a host that does not answer is one line", async () => {
  stack("app-prod");
  await hcp.stop();
  await expect(ensure(["app-prod"])).rejects.toThrow("hcp.example.test: expected an answer of its API, found none:");
  hcp = await FakeHcp.start();
});

describe("runs in the service", () => {
  const role = "arn:aws:iam::111111111111:role/terraform";
  const google = { service_account: "runs@example.iam.gserviceaccount.com", workload_provider: "projects/1/x" };
  const azure = { client_id: "c-1", tenant_id: "t-1" };
  const remote = () => {
    const program = join(dir, "terraform.sh");
    writeFileSync(program, '#!/bin/sh\necho \'{"terraform_version":"1.11.4"}\'\n', { mode: 0o755 });
    return ensureHcpWorkspaces(["app-prod"], {
      source: dir,
      environment: "prod",
      progress: silent,
      env: { PATH: process.env.PATH, TERRAFORM_BINARY_NAME: program, TF_CLI_CONFIG_FILE: join(dir, "terraform.rc") },
      hcpRuns: () => ({ aws_role_arn: role, google, azure }),
    });
  };
  const withProviders = (...names: string[]) => {
    const { hostname, organization } = hcp;
    const cloud = { hostname, organization, workspaces: { name: "app-prod" } };
    const required_providers = Object.fromEntries(names.map((name) => [name, { source: name }]));
    mkdirSync(join(dir, "stacks/app-prod"), { recursive: true });
    writeFileSync(
      join(dir, "stacks/app-prod/cdk.tf.json"),
      JSON.stringify({ terraform: { cloud, required_providers } }),
    );
  };
  const variables = () =>
    Object.fromEntries((hcp.workspaces.get("app-prod")?.variables ?? []).map(({ key, value }) => [key, value]));

  test("the workspace is made for them, with the version of Terraform that this machine has", async () => {
    withProviders("aws");
    expect(await remote()).toEqual(["app-prod"]);
    expect(hcp.workspaces.get("app-prod")?.attributes).toMatchObject({
      "execution-mode": "remote",
      "terraform-version": "1.11.4",
    });
    expect(await remote()).toEqual([]);
  });

  test.each([
    [["aws"], { TFC_AWS_PROVIDER_AUTH: "true", TFC_AWS_RUN_ROLE_ARN: role }],
    [
      ["google"],
      {
        TFC_GCP_PROVIDER_AUTH: "true",
        TFC_GCP_RUN_SERVICE_ACCOUNT_EMAIL: google.service_account,
        TFC_GCP_WORKLOAD_PROVIDER_NAME: google.workload_provider,
      },
    ],
    [["azurerm"], { TFC_AZURE_PROVIDER_AUTH: "true", TFC_AZURE_RUN_CLIENT_ID: "c-1", ARM_TENANT_ID: "t-1" }],
    [["kubernetes"], {}],
  ])("a stack of %s has the identity of its clouds alone", async (providers, wanted) => {
    withProviders(...providers);
    await remote();
    expect(variables()).toEqual(wanted);
  });

  test("an identity that differs is put right; the version and a person's variables stay", async () => {
    withProviders("aws");
    await remote();
    const workspace = hcp.workspaces.get("app-prod");
    if (!workspace) throw new Error("expected a workspace");
    workspace.attributes["terraform-version"] = "1.99.0";
    workspace.variables = [
      { key: "TFC_AWS_PROVIDER_AUTH", value: "true", category: "env" },
      { key: "TFC_AWS_RUN_ROLE_ARN", value: "another", category: "env" },
      { key: "image", value: "app:2", category: "terraform" },
    ];
    expect(await remote()).toEqual(["app-prod"]);
    expect(variables()).toMatchObject({ TFC_AWS_RUN_ROLE_ARN: role, image: "app:2" });
    expect(workspace.attributes["terraform-version"]).toBe("1.99.0");
  });

  test("with other settings the same workspace is for runs on this machine again", async () => {
    withProviders("aws");
    await remote();
    expect(await ensure(["app-prod"])).toEqual(["app-prod"]);
    expect(hcp.workspaces.get("app-prod")?.attributes["execution-mode"]).toBe("local");
  });
});
