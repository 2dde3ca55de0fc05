import { silent } from "../../../../operator/progress/progress";
import { ecsCarriers } from "../../../../operator/release/state/carriers";
import { TerraformState } from "../../../../operator/release/state/terraform-state";
import { Workspace } from "../../../../operator/terraform/workspace";
import { FakeTerraform } from "../../operations/fake-terraform";

const fake = new FakeTerraform();
afterAll(() => fake.remove());

const holds = (live: string) =>
  fake.reacts({
    output: { out: [{ release: { value: { live: { value: live, setting: "blue", from: "release" } } } }] },
    plan: { exit: 0 },
  });
const reads = () => fake.commands().filter((command) => command === "output").length;

test("what was read is known until something is applied: each read starts a Terraform", async () => {
  fake.stack("aws-x");
  holds("blue");
  const { source, root, env } = fake;
  const workspace = Workspace.open({ id: "aws-x", source, root, env, operation: "test" });
  const state = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers });
  expect([await state.known(), await state.known()]).toEqual([{ live: "blue" }, { live: "blue" }]);
  expect(reads()).toBe(1);
  holds("green");
  expect([await state.known(), await state.read(), await state.known()]).toEqual([
    { live: "blue" },
    { live: "green" },
    { live: "green" },
  ]);
  expect(reads()).toBe(2);
  await state.apply({}, { lockTimeoutSeconds: 1, reason: "test" });
  holds("blue");
  expect(await state.known()).toEqual({ live: "blue" });
  workspace.close();
});
