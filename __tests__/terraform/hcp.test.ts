import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unlock } from "../../operator/errors/lock";
import { type DeployOptions, deployStacks } from "../../operator/operations/deploy";
import { destroyStacks } from "../../operator/operations/destroy";
import { planStacks } from "../../operator/operations/plan-stacks";
import { restoreState } from "../../operator/operations/restore/state-restore";
import { withWorkspace } from "../../operator/operations/with-workspace";
import { silent } from "../../operator/progress/progress";
import { readAllOutputs } from "../../operator/terraform/outputs";
import type { Workspace } from "../../operator/terraform/workspace";
import { FakeHcp } from "./support/hcp/fake-hcp";
import { story } from "./support/story";

/** A stack whose resources need no provider, so that a command takes a second; its state is in HCP Terraform, or in a file. */

const step = story();
const dir = mkdtempSync(join(tmpdir(), "hcp-"));
const source = join(dir, "source");
const root = join(dir, "local");
const env: NodeJS.ProcessEnv = { TF_CLI_CONFIG_FILE: join(dir, "terraform.rc"), TERRAFORM_CONFIG: undefined };
const file = join(dir, "bucket.tfstate");
const id = "app-prod";

let hcp: FakeHcp;

beforeAll(async () => {
  hcp = await FakeHcp.start();
  writeFileSync(join(dir, "terraform.rc"), hcp.cliConfiguration);
});
afterAll(async () => {
  await hcp.stop();
  rmSync(dir, { recursive: true });
});

/** Writes the stack, as a synthesis with other settings does. */
function stateIn(place: "hcp" | "file", input = "two"): void {
  const { hostname, organization } = hcp;
  const cloud = { hostname, organization, workspaces: { name: id, project: "your-app" } };
  const stack = {
    terraform: place === "hcp" ? { cloud } : { backend: { local: { path: file } } },
    resource: { terraform_data: { a: { input: "one" }, b: { input } } },
    output: { url: { value: "$" + "{terraform_data.a.output}" }, token: { value: "hunter2", sensitive: true } },
  };
  mkdirSync(join(source, "stacks", id), { recursive: true });
  writeFileSync(join(source, "stacks", id, "cdk.tf.json"), JSON.stringify(stack));
}

const options = { source, root, env: () => env, progress: silent, approve: async () => true };
const deploy = async (more: Partial<DeployOptions> = {}) => (await deployStacks([id], { ...options, ...more }))[0];
const inWorkspace = <T>(use: (workspace: Workspace) => Promise<T>) =>
  withWorkspace({ id, source, root, env, operation: "test" }, async (workspace) => {
    await workspace.init();
    return use(workspace);
  });

step("plan and deploy make the workspace and save the state there", async () => {
  stateIn("hcp");
  expect((await planStacks([id], options))[0]).toMatchObject({ status: "planned", plan: { hasChanges: true } });
  expect(await deploy()).toMatchObject({ status: "deployed", outputs: { url: "one" } });
  expect(hcp.state(id)?.resources).toHaveLength(2);
  expect(hcp.workspaces.get(id)?.lock).toBeUndefined();
});

step("a second plan is empty", async () => {
  expect((await planStacks([id], options))[0]).toMatchObject({ status: "planned", plan: { hasChanges: false } });
  expect((await deploy())?.status).toBe("unchanged");
});

step("outputs are read, the sensitive ones with their values", async () => {
  const outputs = await inWorkspace(readAllOutputs);
  expect(outputs).toMatchObject({ url: { value: "one" }, token: { value: "hunter2", sensitive: true } });
});

step("a version is put back by the service, once the next plan with it was shown", async () => {
  const restore = () =>
    inWorkspace((workspace) =>
      restoreState(workspace, { version: "-1", most: 50, progress: silent, confirm: async () => true }),
    );
  stateIn("hcp", "three");
  expect(await deploy()).toMatchObject({ status: "deployed" });
  expect(await restore()).toMatchObject({
    status: "restored",
    changes: { changed: ["terraform_data.b"] },
    plan: { changes: [{ address: "terraform_data.b", action: "update" }] },
  });
  expect((await planStacks([id], options))[0]).toMatchObject({ plan: { hasChanges: true } });
  expect(await restore()).toMatchObject({ plan: { hasChanges: false } });
  expect((await planStacks([id], options))[0]).toMatchObject({ plan: { hasChanges: false } });
  expect(hcp.workspaces.get(id)?.lock).toBeUndefined();
  stateIn("hcp");
  expect(await deploy()).toMatchObject({ status: "deployed" });
});

step("a locked workspace is named by its own id, not by the id of the lock that was wanted", async () => {
  const workspace = hcp.workspaces.get(id);
  if (!workspace) throw new Error("expected a workspace");
  expect(await inWorkspace((it) => unlock(it, undefined))).toMatchObject({
    unlocked: false,
    text: `state of ${id} is not locked`,
  });
  workspace.lock = "a run";
  const text = `state of ${id} is locked (HCP Terraform shows by whom on the workspace's page), id acme/${id}; whether it is alive cannot be seen from here (HCP Terraform does not name the holder): look there, and only if it has ended unlock with: npm run unlock -- ${id} --id acme/${id}`;
  expect(await deploy()).toMatchObject({ status: "failed", error: text });
  expect(await inWorkspace((it) => unlock(it, "acme/other"))).toMatchObject({ unlocked: false, text });
  expect(workspace.lock).toBe("a run");
  expect(await inWorkspace((it) => unlock(it, `acme/${id}`))).toMatchObject({ unlocked: true });
  expect(workspace.lock).toBeUndefined();
});

step("other settings do not make a second copy of what is deployed: plan, deploy and destroy refuse", async () => {
  stateIn("file");
  const refusal = expect.stringContaining(`${id}: its state, with 2 resources, is in HCP Terraform`);
  expect((await planStacks([id], options))[0]).toMatchObject({ status: "failed", error: refusal });
  expect(await deploy()).toMatchObject({ status: "failed", error: refusal });
  expect((await destroyStacks([id], options))[0]).toMatchObject({ status: "failed", error: refusal });
  expect(existsSync(file)).toBe(false);
});

step("a move that is declined changes nothing", async () => {
  expect((await deploy({ confirmMove: async () => false }))?.status).toBe("declined");
  expect(existsSync(file)).toBe(false);
  expect((await deploy())?.status).toBe("failed");
});

step("--move-state moves the state out of HCP Terraform: the plan is empty, and nothing is lost", async () => {
  const shown: unknown[] = [];
  const confirmMove = async (_: string, move: object) => shown.push(move) > 0;
  expect((await deploy({ confirmMove }))?.status).toBe("unchanged");
  expect(shown).toMatchObject([
    {
      from: expect.stringMatching(/^HCP Terraform \(workspace app-prod of acme/),
      to: `the file ${file}`,
      resources: 2,
    },
  ]);
  expect(identity(JSON.parse(readFileSync(file, "utf8")))).toEqual(identity(hcp.state(id)));
  expect((await deploy())?.status).toBe("unchanged");
});

step("it does not overwrite a newer state, and says so", async () => {
  // The copy that stayed in HCP Terraform is the newer one: someone deployed there after the move.
  const version = hcp.workspaces.get(id)?.states.at(-1);
  if (!version) throw new Error("expected a state");
  const state = { ...(JSON.parse(version.state.toString()) as object), serial: version.serial + 5 };
  hcp.workspaces.get(id)?.states.push({ id: "sv-later", serial: version.serial + 5, state: text(state) });
  stateIn("hcp");
  expect(await deploy({ confirmMove: async () => true })).toMatchObject({
    status: "failed",
    error: expect.stringMatching(/was not moved from the file .* cannot .*newer/s),
  });
  hcp.workspaces.get(id)?.states.pop();
  stateIn("file");
  expect((await deploy())?.status).toBe("unchanged");
});

step("and back into HCP Terraform", async () => {
  const changed = JSON.parse(readFileSync(file, "utf8")) as { serial: number };
  writeFileSync(file, JSON.stringify({ ...changed, serial: changed.serial + 1 }));
  stateIn("hcp");
  expect((await deploy())?.status).toBe("failed");
  expect((await deploy({ confirmMove: async () => true }))?.status).toBe("unchanged");
  expect(identity(hcp.state(id))).toEqual(identity(JSON.parse(readFileSync(file, "utf8"))));
});

step("destroy empties the state", async () => {
  expect((await destroyStacks([id], options))[0]?.status).toBe("destroyed");
  expect(hcp.state(id)?.resources).toEqual([]);
});

step("a place whose state is empty is left without a question", async () => {
  rmSync(file);
  stateIn("file");
  expect((await deploy())?.status).toBe("deployed");
});

function identity(state: unknown): object {
  const { lineage, resources } = state as { lineage: string; resources: unknown[] };
  return { lineage, resources };
}

function text(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
