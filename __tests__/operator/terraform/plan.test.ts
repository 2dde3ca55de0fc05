import { planStacks } from "../../../operator/operations/plan-stacks";
import { silent } from "../../../operator/progress/progress";
import { attributeChanges } from "../../../operator/terraform/plan-attributes";
import { countText, planText } from "../../../operator/terraform/plan-text";
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

test("lists only drift that the plan reverts", async () => {
  const drift = (addr: string) => ({ type: "resource_drift", change: { resource: { addr }, action: "update" } });
  const out = [drift("a.worded_otherwise"), drift("a.touched"), planned("a.touched", "update")];
  fake.reacts({ plan: { exit: 2, out }, show: { out: ["{}"] } });
  const { plan: found } = (await plan()) ?? {};
  expect(found?.drift.map(({ address }) => address)).toEqual(["a.touched"]);
  expect(found && planText(found)).toContain("a.touched was changed outside of Terraform");
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

describe("attributes of a change", () => {
  const change = (of: object) =>
    attributeChanges({ resource_changes: [{ address: "a.one", change: of }] }).get("a.one");

  test("are those that differ, with what forces a replacement", () => {
    const found = change({
      before: { name: "x", size: 1, tags: { A: "1" } },
      after: { name: "x", size: 2, tags: { A: "1", B: "2" } },
      after_unknown: { arn: true },
      replace_paths: [["size"]],
    });
    expect(found).toEqual([
      { path: "size", before: "1", after: "2", forcesReplacement: true },
      { path: "tags.B", before: "(none)", after: '"2"', forcesReplacement: false },
      { path: "arn", before: "(none)", after: "(known after apply)", forcesReplacement: false },
    ]);
  });

  test.each([
    ["a value", { password: true }, {}],
    ["a value that is sensitive only afterwards", {}, { password: true }],
    ["a whole resource", true, true],
    ["a block with a sensitive value in it", { block: [{ inner: true }] }, {}],
  ])("never show %s", (_, before_sensitive, after_sensitive) => {
    const found = change({
      before: { password: "hunter2", block: [{ inner: "hunter2" }] },
      after: { password: before_sensitive === true || !("block" in Object(before_sensitive)) ? "hunter3" : "hunter2" },
      before_sensitive,
      after_sensitive: after_sensitive === true ? true : { ...after_sensitive, block: [{ inner: true }] },
    });
    expect(found?.length).toBeGreaterThan(0);
    expect(JSON.stringify(found)).not.toContain("hunter");
  });
});
