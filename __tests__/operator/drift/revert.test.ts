import type { Found, StackDrift } from "../../../operator/drift/report";
import { refuseMore, wayBack } from "../../../operator/drift/revert";
import type { StackPlan } from "../../../operator/plan/stack-plan";

const found = (address: string, more: Partial<Found> = {}): Found => ({
  address,
  attribute: "a",
  before: "1",
  after: "2",
  kind: "drift",
  isReverted: true,
  ...more,
});
const drift = (more: Partial<StackDrift>): StackDrift => ({
  stack: "aws-prod",
  at: "2026-11-30T03:00:00.000Z",
  status: "drift",
  found: [],
  undeployed: [],
  follows: [],
  strays: [],
  notes: [],
  ...more,
});

test("the way back is the drifted resources, and what follows from them", () => {
  const { targets, leftOut } = wayBack(
    drift({ found: [found("a.one"), found("a.one"), found("a.two")], follows: ["a.next"] }),
  );
  expect(targets).toEqual(["a.one", "a.two", "a.next"]);
  expect(leftOut).toEqual([]);
});

test.each<[what: string, more: Partial<StackDrift>, reason: string]>([
  [
    "the settings change it too",
    { undeployed: [{ address: "a.one", action: "update" }] },
    "a.one: the settings of this checkout change it too",
  ],
  [
    "another change of it is accepted",
    { found: [found("a.one"), found("a.one", { attribute: "b", kind: "accepted", why: "a trial" })] },
    "a.one: this would be taken back with it: b (accepted: a trial)",
  ],
  [
    "another change of it is owned",
    { found: [found("a.one"), found("a.one", { attribute: "b", kind: "owned", why: "autoscaling" })] },
    "b (owned: autoscaling)",
  ],
])("a drifted resource is left as it is where %s", (_, more, reason) => {
  const { targets, leftOut } = wayBack(drift({ found: [found("a.one")], follows: ["a.next"], ...more }));
  expect(targets).toEqual([]);
  expect(leftOut).toEqual([expect.stringContaining(reason)]);
});

test("what a deploy leaves as it is holds no way back up", () => {
  const others = [
    found("a.one", { attribute: "b", kind: "owned", isReverted: false }),
    found("a.one", { attribute: "c", kind: "unset" }),
  ];
  expect(wayBack(drift({ found: [found("a.one"), ...others] })).targets).toEqual(["a.one"]);
});

test("a plan that changes anything else is refused, with what it is", () => {
  const plan = (...changes: StackPlan["changes"]) => ({ id: "aws-prod", changes }) as unknown as StackPlan;
  const way = { targets: ["a.one"], leftOut: [] };
  expect(() => refuseMore(plan({ address: "a.one", action: "update" }), way)).not.toThrow();
  expect(() =>
    refuseMore(plan({ address: "a.one", action: "update" }, { address: "a.base", action: "update" }), way),
  ).toThrow(/Nothing was applied[\s\S]*update a\.base$/);
  expect(() => refuseMore(plan({ address: "a.one", action: "delete" }), way)).toThrow("delete a.one");
});
