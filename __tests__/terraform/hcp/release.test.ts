import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { deployStacks } from "../../../operator/operations/deploy";
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
  const { json } = synthesized((scope) => {
    new LateBound(scope, "image", { setting: "app:1", description: "Image" });
    new LateBound(scope, "next_percent", { setting: 0, description: "Share" });
    addReleaseOutput(scope as TerraformStack);
  });
  const { hostname, organization } = hcp;
  const terraform = { cloud: { hostname, organization, workspaces: { name: id } } };
  const { variable, resource, output } = json;
  mkdirSync(join(source, "stacks", id), { recursive: true });
  const file = join(source, "stacks", id, "cdk.tf.json");
  writeFileSync(file, JSON.stringify({ terraform, variable, resource, output }));
});
afterAll(async () => {
  await hcp.stop();
  rmSync(dir, { recursive: true });
});

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

step("the way back looks at the release alone", async () => {
  await inState(async (state) => {
    const values = { image: "app:1", next_percent: 0 };
    await state.apply(values, { lockTimeoutSeconds: 120, reason: "back", looks: true });
    expect(await state.read()).toEqual({ image: "app:1", next_percent: 0 });
  });
  expect(applied().at(-1)?.wanted).toMatchObject({
    "target-addrs": expect.arrayContaining(["terraform_data.next_percent"]),
  });
});
