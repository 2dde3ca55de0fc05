import { driftStacks, revertStacks } from "../../../operator/operations/drift";
import { planStacks } from "../../../operator/operations/plan-stacks";
import { refuseStateOfAnother } from "../../../operator/plan/stack-tag";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform, planned } from "../operations/fake-terraform";

/** A plan that was made with the state of another stack, whose checksum fits: Terraform itself takes it. */

const was = (address: string, before: object | null, actions: string[], more: object = {}) => ({
  address,
  mode: "managed",
  change: { actions, before, after: null, ...more },
});
const tagged = (stack: string) => ({ tags_all: { Stack: stack } });
const refusal =
  /^aws-x: expected its own state, found one whose resources have the tag of aws-y \(2 resources, such as a\.one\), and none of aws-x\. Nothing was changed\. npm run state -- history aws-x says/;
const others = {
  resource_changes: [was("a.one", tagged("aws-y"), ["delete"]), was("a.two", tagged("aws-y"), ["no-op"])],
  resource_drift: [was("a.one", tagged("aws-y"), ["update"])],
};

test.each([
  ["tags of AWS", { tags: null, tags_all: { Stack: "aws-y" } }],
  ["tags of Azure", { tags: { Stack: "aws-y" } }],
  ["labels of Google Cloud", { labels: {}, effective_labels: { stack: "aws-y" } }],
  ["labels of its alerts", { user_labels: { stack: "aws-y" } }],
])("%s say whose a state is", (_, before) => {
  const plan = { resource_changes: [was("a.one", before, ["update"]), was("a.two", before, ["delete"])] };
  expect(() => refuseStateOfAnother("aws-x", plan)).toThrow(refusal);
});

test.each([
  ["an empty state", [was("a.one", null, ["create"])]],
  ["its own", [was("a.one", tagged("aws-x"), ["update"])]],
  [
    "its own, with one that has another's tag",
    [was("a", tagged("aws-y"), ["delete"]), was("b", tagged("aws-x"), ["no-op"])],
  ],
  ["resources without a tag", [was("a.one", { tags_all: {}, tags: null }, ["update"]), was("b", {}, ["delete"])]],
  ["another's data source", [{ ...was("data.a.one", tagged("aws-y"), ["read"]), mode: "data" }]],
  ["an import of what was another's", [was("a.one", tagged("aws-y"), ["update"], { importing: { id: "1" } })]],
])("%s is no other stack's", (_, resource_changes) => {
  expect(() => refuseStateOfAnother("aws-x", { resource_changes })).not.toThrow();
});

describe("commands", () => {
  let fake: FakeTerraform;
  beforeEach(() => {
    fake = new FakeTerraform();
    fake.stack("aws-x");
    const state = { resources: [{ mode: "managed", type: "a", name: "one", instances: [{}] }] };
    fake.reacts({
      plan: { exit: 2, out: [planned("a.one", "delete")] },
      show: { out: [others] },
      "state pull": { out: [state] },
    });
  });
  afterEach(() => fake.remove());
  const options = () => ({ source: fake.source, root: fake.root, env: () => fake.env, progress: silent });

  test.each([false, true])("a plan is refused and not kept, with destroy: %s", async (destroy) => {
    const [result] = await planStacks(["aws-x"], { ...options(), destroy });
    expect(result).toMatchObject({ status: "failed", error: expect.stringMatching(refusal) });
    const [again] = await planStacks(["aws-x"], { ...options(), destroy });
    expect(again?.status).toBe("failed");
  });

  test("a plan of some resources is not judged: it shows only a part of the state", async () => {
    fake.reacts({ plan: { exit: 2, out: [planned("a.one", "update")] }, show: { out: [others] } });
    const ways = new Map([["aws-x", { targets: ["a.one"], leftOut: [] }]]);
    const [result] = await revertStacks({ ...options(), ways, approve: async () => false });
    expect(result).toMatchObject({ status: "declined" });
  });

  test("it is no drift", async () => {
    const [result] = await driftStacks(["aws-x"], { ...options(), accepted: [], now: new Date() });
    expect(result).toMatchObject({ status: "failed", error: expect.stringMatching(refusal) });
  });
});
