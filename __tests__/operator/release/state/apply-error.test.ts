import { silent } from "../../../../operator/progress/progress";
import { ApplyError } from "../../../../operator/release/port/state";
import { ecsCarriers } from "../../../../operator/release/state/carriers";
import { TerraformState } from "../../../../operator/release/state/terraform-state";
import { Workspace } from "../../../../operator/terraform/workspace";
import { FakeTerraform } from "../../operations/fake-terraform";

const fake = new FakeTerraform();
afterAll(() => fake.remove());

test.each([
  ["api error SlowDown: Please reduce your request rate", "other"],
  ["api error ExpiredToken: The provided token has expired", "credentials"],
])("a read that fails with %s can be tried again, and leaves what is known", async (message, kind) => {
  fake.stack("aws-u");
  const release = { live: { value: "green", setting: "blue", from: "release" } };
  fake.reacts({ output: { out: [{ release: { value: release } }] } });
  const { source, root, env } = fake;
  const workspace = Workspace.open({ id: "aws-u", source, root, env, operation: "test" });
  const state = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers });
  await state.read();
  fake.reacts({ output: { exit: 1, err: `Error: Failed to read the state\n\n${message}\n` } });
  await expect(state.read()).rejects.toMatchObject({ constructor: ApplyError, kind });
  expect(await state.known()).toEqual({ live: "green" });
  const other = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers });
  await expect(other.known()).rejects.toMatchObject({ constructor: ApplyError, kind });
  workspace.close();
});
