import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { deployStacks } from "../../../operator/operations/deploy";
import { planStacks } from "../../../operator/operations/plan-stacks";
import { withWorkspace } from "../../../operator/operations/with-workspace";
import { silent } from "../../../operator/progress/progress";
import { ecsCarriers } from "../../../operator/release/state/carriers";
import { TerraformState } from "../../../operator/release/state/terraform-state";
import { addReleaseOutput, LateBound } from "../../../stacks/late-bound";
import { synthesized } from "../../synthesized";
import { FakeHcp } from "../support/hcp/fake-hcp";
import { story } from "../support/story";

/** The values of a release in a workspace of HCP Terraform whose runs are in the service: read and written as with a state in a bucket. */

const step = story();
const dir = mkdtempSync(join(tmpdir(), "hcp-release-"));
const source = join(dir, "source");
const root = join(dir, "local");
const env: NodeJS.ProcessEnv = { TF_CLI_CONFIG_FILE: join(dir, "terraform.rc"), TERRAFORM_CONFIG: undefined };
const id = "aws-prod";
const options = { source, root, env: () => env, progress: silent, approve: async () => true };

let hcp: FakeHcp;

beforeAll(async () => {
  hcp = await FakeHcp.start();
  hcp.defaultExecutionMode = "remote";
  writeFileSync(join(dir, "terraform.rc"), hcp.cliConfiguration);
  configured("app:1");
});
afterAll(async () => {
  await hcp.stop();
  rmSync(dir, { recursive: true });
});

/** Writes the stack, as a synthesis with this setting does. */
function configured(image: string): void {
  const { json } = synthesized((scope) => {
    new LateBound(scope, "image", { setting: image, description: "Image" });
    new LateBound(scope, "next_percent", { setting: 0, description: "Share" });
    addReleaseOutput(scope as TerraformStack);
  });
  const { hostname, organization } = hcp;
  const terraform = { cloud: { hostname, organization, workspaces: { name: id } } };
  const { variable, resource, output } = json;
  mkdirSync(join(source, "stacks", id), { recursive: true });
  const file = join(source, "stacks", id, "cdk.tf.json");
  writeFileSync(file, JSON.stringify({ terraform, variable, resource, output }));
}

const inState = <T>(use: (state: TerraformState) => Promise<T>, leaveOut = false) =>
  withWorkspace({ id, source, root, env, operation: "test" }, async (workspace) => {
    await workspace.init();
    return use(new TerraformState(workspace, { progress: silent, carriers: ecsCarriers, leaveOut }));
  });
const applied = () => hcp.remote.runs.filter(({ status }) => status === "applied");

step("a run applies one value and keeps the others, and the plan afterwards is empty", async () => {
  expect(await deployStacks([id], options)).toMatchObject([{ status: "deployed" }]);
  const before = applied().length;
  await inState(async (state) => {
    expect(await state.read()).toEqual({ image: "app:1", next_percent: 0 });
    await state.apply({ next_percent: 25 }, { lockTimeoutSeconds: 120, reason: "25 %" });
    expect(await state.read()).toEqual({ image: "app:1", next_percent: 25 });
    expect(await state.pending()).toEqual([]);
  });
  expect(applied()).toHaveLength(before + 1);
});

/** What Terraform itself does in the folder of the workspace: no value is given and none replaced, as in HCP's pages and by cdktf. */
const terraform = (...args: string[]) =>
  withWorkspace({ id, source, root, env, operation: "test" }, async (workspace) => {
    await workspace.init();
    return workspace.terraform.run(["plan", "-input=false", "-no-color", ...args]);
  });
const values = () => inState((state) => state.read());

step("what was released stays released: in a plan, a deploy, and a plan of plain Terraform", async () => {
  expect(await planStacks([id], options)).toMatchObject([{ status: "planned", plan: { hasChanges: false } }]);
  expect(await deployStacks([id], options)).toMatchObject([{ status: "unchanged" }]);
  expect(await terraform()).toContain("No changes.");
  expect(await values()).toEqual({ image: "app:1", next_percent: 25 });
});

step("a variable alone is refused by the run, with what to do", async () => {
  const refused = await terraform("-var=image=app:2").catch((error: Error) => error.message);
  expect(String(refused).replace(/[│\s]+/g, " ")).toMatch(
    /image: the state keeps "app:1", .* `npm run release`.* -replace=terraform_data\.image/,
  );
});

step("a deploy with --var sets that value, and keeps the other", async () => {
  expect(await deployStacks([id], { ...options, vars: { image: "app:2" } })).toMatchObject([{ status: "deployed" }]);
  expect(await values()).toEqual({ image: "app:2", next_percent: 25 });
  expect(applied().at(-1)?.wanted).toMatchObject({ "replace-addrs": ["terraform_data.image"] });
  expect(await deployStacks([id], options)).toMatchObject([{ status: "unchanged" }]);
});

step("an edited setting wins, for that value only", async () => {
  configured("app:3");
  expect(await deployStacks([id], options)).toMatchObject([{ status: "deployed" }]);
  expect(await values()).toEqual({ image: "app:3", next_percent: 25 });
  configured("app:1");
  expect(await deployStacks([id], options)).toMatchObject([{ status: "deployed" }]);
});

step("the way back looks at the release alone", async () => {
  await inState(async (state) => {
    await state.apply({ image: "app:1", next_percent: 0 }, { lockTimeoutSeconds: 120, reason: "back", looks: true });
    expect(await state.read()).toEqual({ image: "app:1", next_percent: 0 });
  });
  expect(applied().at(-1)?.wanted).toMatchObject({
    "target-addrs": expect.arrayContaining(["terraform_data.next_percent"]),
  });
});
