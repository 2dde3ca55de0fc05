import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unlock } from "../../operator/errors/lock";
import { handOver, prepareFolder } from "../../operator/handover/hand-over";
import { handedPlans } from "../../operator/handover/handed-plans";
import { type DeployOptions, deployStacks } from "../../operator/operations/deploy";
import { destroyStacks } from "../../operator/operations/destroy";
import { driftStacks } from "../../operator/operations/drift";
import { ensureHcpWorkspaces } from "../../operator/operations/hcp/workspaces";
import { planStacks } from "../../operator/operations/plan-stacks";
import { withHandedPlans } from "../../operator/operations/with-handed-plans";
import { withWorkspace } from "../../operator/operations/with-workspace";
import type { StackPlan } from "../../operator/plan/stack-plan";
import { interrupt } from "../../operator/process/interrupt";
import { type ProgressEvent, silent } from "../../operator/progress/progress";
import { readAllOutputs } from "../../operator/terraform/outputs";
import type { Workspace } from "../../operator/terraform/workspace";
import { FakeHcp } from "./support/hcp/fake-hcp";
import { story } from "./support/story";

/**
 * The operator's commands on a workspace whose runs are in the service, against a fake of HCP's API: it runs the real Terraform on what was
 * uploaded, in a folder of its own. The stack needs no provider, so that a run takes seconds.
 */

const step = story();
const dir = mkdtempSync(join(tmpdir(), "hcp-remote-"));
const source = join(dir, "source");
const root = join(dir, "local");
const env: NodeJS.ProcessEnv = { TF_CLI_CONFIG_FILE: join(dir, "terraform.rc"), TERRAFORM_CONFIG: undefined };
// As long as a real one, so that Terraform breaks its lines.
const id = "customer-orders-kubernetes-prod";

let hcp: FakeHcp;
const seen: ProgressEvent[] = [];

beforeAll(async () => {
  hcp = await FakeHcp.start();
  hcp.defaultExecutionMode = "remote";
  writeFileSync(join(dir, "terraform.rc"), hcp.cliConfiguration);
});
afterAll(async () => {
  await hcp.stop();
  rmSync(dir, { recursive: true });
});

function stack(b: object): void {
  const { hostname, organization } = hcp;
  const text = JSON.stringify({
    terraform: { cloud: { hostname, organization, workspaces: { name: id } } },
    variable: { image: { default: "app:1", type: "string" } },
    resource: { terraform_data: { a: { input: "$" + "{var.image}" }, b } },
    output: { url: { value: "$" + "{terraform_data.a.output}" }, token: { value: "hunter2", sensitive: true } },
  });
  mkdirSync(join(source, "stacks", id, "assets", "code"), { recursive: true });
  writeFileSync(join(source, "stacks", id, "assets", "code", "archive.zip"), "zip");
  writeFileSync(join(source, "stacks", id, "cdk.tf.json"), text);
}

const options = {
  source,
  root,
  env: () => env,
  progress: { ...silent, report: (event: ProgressEvent) => void seen.push(event) },
  approve: async () => true,
};
const deploy = async (more: Partial<DeployOptions> = {}) => (await deployStacks([id], { ...options, ...more }))[0];
const inWorkspace = <T>(use: (workspace: Workspace) => Promise<T>) =>
  withWorkspace({ id, source, root, env, operation: "test" }, async (workspace) => {
    await workspace.init();
    return use(workspace);
  });
const runs = () => hcp.remote.runs.map(({ status }) => status);

step("a plan shows what the run in the service would do, and where values come from", async () => {
  stack({ input: "one" });
  expect((await planStacks([id], options))[0]).toMatchObject({
    status: "planned",
    plan: {
      hasChanges: true,
      changes: [
        { address: "terraform_data.a", action: "create" },
        { address: "terraform_data.b", action: "create" },
      ],
      outputs: { url: "create", token: "create" },
      variables: [{ name: "image", value: '"app:1"', source: "default of the file" }],
    },
  });
  expect(runs()).toEqual(["planned_and_saved"]);
});

step("the stack, its assets and the checksums of its providers are uploaded: no state, no plan, no log", async () => {
  await inWorkspace(async ({ terraform, dir: folder }) => {
    const left = ["errored.tfstate", "bootstrap.tfstate", "bootstrap.tfstate.backup", "apply.log", "crash.log"];
    for (const file of [...left, ".terraform.lock.hcl"]) writeFileSync(join(folder, file), "# secret\n");
    await terraform.run(["plan", "-input=false", "-no-color"]);
    for (const file of left) rmSync(join(folder, file));
  });
  expect([...(hcp.remote.runs.at(-1)?.files ?? [])].sort()).toEqual([
    ".terraform.lock.hcl",
    "assets/code/archive.zip",
    "cdk.tf.json",
  ]);
});

step("a plan that another one replaces, or that is declined, is given up in the service too", async () => {
  expect(runs()).toEqual(["planned_and_saved", "planned_and_finished"]);
  expect((await deploy({ approve: async () => false }))?.status).toBe("declined");
  expect(runs()).toEqual(["discarded", "planned_and_finished", "discarded"]);
});

step("a deploy applies the run that was shown, with the value of --var, and has its progress and outputs", async () => {
  seen.length = 0;
  expect(await deploy({ vars: { image: "app:2" } })).toMatchObject({
    status: "deployed",
    outputs: { url: "app:2" },
    plan: { variables: [{ value: '"app:2"', source: "--var" }] },
  });
  expect(runs().at(-1)).toBe("applied");
  expect(hcp.state(id)?.resources).toHaveLength(2);
  for (const address of ["terraform_data.a", "terraform_data.b"]) {
    expect(seen).toContainEqual(expect.objectContaining({ type: "resource_start", address, action: "create" }));
    expect(seen).toContainEqual(
      expect.objectContaining({ type: "resource_done", address, action: "create", resourceId: expect.any(String) }),
    );
  }
});

step("without --var the image of the workspace is used, and named as its", async () => {
  const workspace = hcp.workspaces.get(id);
  if (workspace) workspace.variables = [{ key: "image", value: "app:2", category: "terraform" }];
  expect((await planStacks([id], options))[0]?.plan).toMatchObject({
    hasChanges: false,
    changes: [],
    variables: [{ value: '"app:2"', source: "workspace of HCP Terraform" }],
  });
  expect((await deploy())?.status).toBe("unchanged");
});

step(
  "a stack that no one touched has no drift, what is not deployed yet is listed, and no run of a look stays",
  async () => {
    const look = async () => {
      const compared = await driftStacks([id], { ...options, accepted: [], now: new Date() });
      expect(["planned_and_finished", "discarded"]).toContain(runs().at(-1));
      return compared[0]?.looked?.drift;
    };
    expect(await look()).toMatchObject({ status: "none", found: [], undeployed: [], notes: [] });
    stack({ input: "two" });
    const drift = await look();
    expect(drift).toMatchObject({ status: "none", found: [] });
    expect(drift?.undeployed).toHaveLength(1);
  },
);

step("a saved plan is applied with --planned; an update shows values before and after", async () => {
  stack({ input: "two" });
  expect((await planStacks([id], options))[0]?.plan?.changes).toMatchObject([
    { address: "terraform_data.b", action: "update", attributes: [{ path: "input", before: '"one"', after: '"two"' }] },
  ]);
  expect((await deploy({ planned: true }))?.status).toBe("deployed");
});

step("a replacement has its reason, as in a plan of this machine", async () => {
  stack({ input: "two", triggers_replace: "2" });
  expect((await planStacks([id], options))[0]?.plan?.changes).toMatchObject([
    { address: "terraform_data.b", action: "replace", reason: "cannot_update" },
  ]);
});

step("what the service discarded meanwhile is not applied", async () => {
  const run = hcp.remote.runs.at(-1);
  if (run) run.status = "discarded";
  expect(await deploy({ planned: true })).toMatchObject({
    status: "failed",
    error: `the plan of ${id} is discarded in HCP Terraform: nothing was applied, run it again`,
  });
});

step("a plan is handed over as its run, which another checkout applies", async () => {
  stack({ input: "handed over" });
  const folder = join(dir, "plans");
  const key = randomBytes(32);
  prepareFolder(folder, [id]);
  const handedOver = (workspace: Workspace, plan: StackPlan) => handOver(workspace, plan, { folder, key });
  expect((await planStacks([id], { ...options, handOver: handedOver }))[0]?.status).toBe("planned");
  expect(runs().at(-1)).toBe("planned_and_saved");
  const [plan] = handedPlans(folder, [id], () => key);
  expect(plan?.manifest.run).toBe(hcp.remote.runs.at(-1)?.id);
  expect(JSON.parse(plan?.files.get("plan.tfplan")?.toString() ?? "")).toMatchObject({ run_id: plan?.manifest.run });

  process.env["PLAN_KEY"] = key.toString("base64");
  const other = { ...options, root: join(dir, "other") };
  const deployed = await withHandedPlans(folder, [id], other, (fromPlans) =>
    deployStacks([id], { ...other, ...fromPlans }),
  );
  expect(deployed[0]?.status).toBe("deployed");
  expect(runs().at(-1)).toBe("applied");
  expect(hcp.remote.runs.at(-1)?.id).toBe(plan?.manifest.run);

  process.env["PLAN_KEY"] = key.toString("base64");
  const again = await withHandedPlans(folder, [id], other, (fromPlans) =>
    deployStacks([id], { ...other, ...fromPlans }),
  );
  expect(again[0]?.error).toMatch(/^the plan of .* is already applied in HCP Terraform: nothing was applied/);
});

step("outputs are read, the sensitive ones with their values", async () => {
  const outputs = await inWorkspace(readAllOutputs);
  expect(outputs).toMatchObject({ url: { value: "app:2" }, token: { value: "hunter2", sensitive: true } });
});

step("a locked workspace is named and unlocked by its id", async () => {
  const workspace = hcp.workspaces.get(id);
  if (workspace) workspace.lock = "a person";
  expect(await inWorkspace((it) => unlock(it, "acme/other"))).toMatchObject({
    unlocked: false,
    lock: { id: `acme/${id}` },
  });
  expect(await inWorkspace((it) => unlock(it, `acme/${id}`))).toMatchObject({ unlocked: true });
  expect(workspace?.lock).toBeUndefined();
});

step("an error of the run is the command's", async () => {
  const message = "$" + '{var.image == "never"}';
  stack({ input: "x", lifecycle: { precondition: [{ condition: message, error_message: "It never holds." }] } });
  expect(await deploy()).toMatchObject({ status: "failed", error: expect.stringContaining("It never holds.") });
  stack({ input: "x", triggers_replace: "3", provisioner: [{ "local-exec": { command: "exit 3" } }] });
  expect(await deploy()).toMatchObject({ status: "failed", error: expect.stringContaining("exit status 3") });
  expect(runs().slice(-2)).toEqual(["errored", "errored"]);
});

step("a plan that the token may not read is not put up for approval", async () => {
  hcp.remote.mayReadPlans = false;
  stack({ input: "three" });
  const approve = jest.fn();
  expect(await deploy({ approve })).toMatchObject({
    status: "failed",
    error: expect.stringContaining("the token needs the right to administer the workspace"),
  });
  expect(approve).not.toHaveBeenCalled();
  expect(runs().at(-1)).toBe("discarded");
  hcp.remote.mayReadPlans = true;
});

step("a run has the role and the token of the workspace, and nothing of this machine's environment", async () => {
  const role = "arn:aws:iam::111122223333:role/terraform";
  const { hostname, organization } = hcp;
  const cloud = { hostname, organization, workspaces: { name: id } };
  const text = JSON.stringify({ terraform: { cloud, required_providers: { aws: { source: "aws" } } } });
  mkdirSync(join(dir, "aws", "stacks", id), { recursive: true });
  writeFileSync(join(dir, "aws", "stacks", id, "cdk.tf.json"), text);
  await ensureHcpWorkspaces([id], {
    source: join(dir, "aws"),
    environment: "prod",
    progress: silent,
    env: { ...process.env, ...env },
    hcpRuns: () => ({ aws_role_arn: role }),
  });
  const command = `test "$AWS_ROLE_ARN" = ${role} && test -s "$AWS_WEB_IDENTITY_TOKEN_FILE" && test -z "$OF_THIS_MACHINE"`;
  stack({ input: "x", triggers_replace: "5", provisioner: [{ "local-exec": { command } }] });
  expect((await deploy({ env: () => ({ ...env, OF_THIS_MACHINE: "yes" }) }))?.status).toBe("deployed");
});

step("a stop cancels the plan in the service", async () => {
  hcp.remote.holdPlans = true;
  const deployed = deploy();
  await until(() => runs().at(-1) === "planning" && /runs\/run-/.test(log()));
  interrupt.take("SIGINT");
  expect(await deployed).toMatchObject({ status: "interrupted" });
  expect(runs().at(-1)).toBe("canceled");
  hcp.remote.holdPlans = false;
  forget();
});

step("a stop cancels the apply in the service, waits for its end, and says how far it came", async () => {
  stack({ input: "four", triggers_replace: "4", provisioner: [{ "local-exec": { command: "sleep 60" } }] });
  seen.length = 0;
  const deployed = deploy({ vars: { image: "app:5" } });
  await until(() => seen.some((it) => it.type === "resource_start" && it.action === "create"));
  interrupt.take("SIGINT");
  expect(await deployed).toMatchObject({
    status: "interrupted",
    error: expect.stringMatching(
      /stopped after 1 of 2 resources; the state is not locked\n {2}not finished: terraform_data\.b/,
    ),
  });
  expect(runs().at(-1)).toBe("canceled");
  expect(hcp.workspaces.get(id)?.lock).toBeUndefined();
  forget();
});

step("destroy empties the state", async () => {
  stack({ input: "three" });
  expect((await destroyStacks([id], options))[0]?.status).toBe("destroyed");
  expect(hcp.remote.runs.at(-1)?.wanted).toMatchObject({ "is-destroy": true });
  expect(hcp.state(id)?.resources).toEqual([]);
});

const log = () => readFileSync(join(root, "stacks", id, "plan.log"), "utf8");

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** As if there had been no signal. */
function forget(): void {
  Object.assign(interrupt, { signal: undefined, last: undefined, killed: false });
}
