import { planStacks } from "../../../operator/operations/plan-stacks";
import { planText } from "../../../operator/plan/plan-text";
import { countText } from "../../../operator/plan/plan-words";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform, planned } from "../operations/fake-terraform";

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("aws-x");
});
afterEach(() => fake.remove());

async function plan() {
  const { source, root, env } = fake;
  const [result] = await planStacks(["aws-x"], { source, root, env: () => env, progress: silent });
  return result;
}

test("lists what is destroyed and replaced first, then changes, then what is made", async () => {
  const out = [
    planned("a.new", "create"),
    planned("a.changed", "update"),
    planned("a.data", "read"),
    planned("a.replaced", "replace", "cannot_update"),
    planned("a.gone", "delete"),
  ];
  fake.reacts({ plan: { exit: 2, out }, show: { out: ["{}"] } });
  const { plan: found } = (await plan()) ?? {};
  expect(found?.changes.map(({ address }) => address)).toEqual(["a.gone", "a.replaced", "a.changed", "a.new"]);
  expect(countText(found?.changes ?? [])).toBe("1 to delete, 1 to replace, 1 to update, 1 to create");
  expect(found && planText(found)).toContain("a.replaced (cannot update)");
});

test("without refresh compares with the state only", async () => {
  fake.reacts({ plan: { exit: 0 } });
  const { source, root, env } = fake;
  await planStacks(["aws-x"], { source, root, env: () => env, progress: silent, refresh: false });
  expect(fake.calls().at(-1)).toContain(" -refresh=false");
});

test("starts no second Terraform to show a plan that only creates", async () => {
  fake.reacts({ plan: { exit: 2, out: [planned("a.new", "create")] } });
  await plan();
  expect(fake.commands()).toEqual(["init", "plan"]);
});

test("an empty plan has no changes", async () => {
  fake.reacts({ plan: { exit: 0 } });
  const result = await plan();
  expect(result?.plan?.hasChanges).toBe(false);
  expect(result?.plan && planText(result.plan)).toContain("no changes");
});

test("a plan that fails lists each error with its resource", async () => {
  const error = { severity: "error", summary: "Invalid value", detail: "Too long.", address: "a.one" };
  fake.reacts({ plan: { exit: 1, out: [{ type: "diagnostic", diagnostic: error }] } });
  expect(await plan()).toMatchObject({ status: "failed", error: "error: a.one: Invalid value\n  Too long." });
});
