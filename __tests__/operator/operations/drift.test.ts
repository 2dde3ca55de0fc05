import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DriftOptions, driftStacks, revertStacks } from "../../../operator/operations/drift";
import { ProcessLock } from "../../../operator/process/process-lock";
import { silent } from "../../../operator/progress/progress";
import { planOf } from "../drift/replay";
import { FakeTerraform, failure, planned } from "./fake-terraform";

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
});
afterEach(() => fake.remove());

const now = new Date("2026-11-30T03:00:00Z");
const state = { resources: [{ mode: "managed", type: "aws_lb", name: "one", instances: [{}] }] };
const deployed = { "state pull": { out: [state] } };
const changed = planOf({ type: "aws_lb", written: { idle_timeout: 60 }, found: { idle_timeout: 7 } });
const drifted = {
  ...deployed,
  plan: { exit: 2, out: [{ type: "resource_drift" }, planned("aws_lb.one", "update")] },
  show: { out: [changed] },
};
const folder = (id: string) => join(fake.root, "stacks", id);

function compare(ids: string[], options: Partial<DriftOptions> = {}) {
  const { source, root, env } = fake;
  return driftStacks(ids, { source, root, env: () => env, progress: silent, accepted: [], now, ...options });
}

test("a stack is compared without a lock, and nothing that writes a state is run", async () => {
  fake.stack("aws-x");
  fake.reacts(drifted);
  const [result] = await compare(["aws-x"]);
  expect(result?.looked?.drift).toMatchObject({
    status: "drift",
    at: "2026-11-30T03:00:00.000Z",
    found: [{ address: "aws_lb.one", attribute: "idle_timeout", before: "60", after: "7", kind: "drift" }],
  });
  expect(fake.calls().filter((call) => !call.startsWith("init"))).toEqual([
    "state pull",
    "plan -input=false -json -detailed-exitcode -lock=false -out=look.tfplan",
    "show -json -no-color look.tfplan",
  ]);
});

test("a plan that was saved for a deploy stays, and the plan of the look does not", async () => {
  fake.stack("aws-x");
  fake.reacts(drifted);
  mkdirSync(folder("aws-x"), { recursive: true });
  for (const file of ["plan.tfplan", "plan.json"]) writeFileSync(join(folder("aws-x"), file), "saved");
  await compare(["aws-x"]);
  for (const file of ["plan.tfplan", "plan.json"])
    expect(readFileSync(join(folder("aws-x"), file), "utf8")).toBe("saved");
  for (const file of ["look.tfplan", "look.log"]) expect(existsSync(join(folder("aws-x"), file))).toBe(false);
});

test("an empty plan is not read once more", async () => {
  fake.stack("aws-x");
  fake.reacts({ ...deployed, plan: {} });
  const [result] = await compare(["aws-x"]);
  expect(result?.looked?.drift.status).toBe("none");
  expect(fake.commands()).not.toContain("show");
});

test.each([
  ["an empty state", { "state pull": { out: [] } }, []],
  ["a state without resources", { "state pull": { out: [{ resources: [] }] } }, []],
  [
    "no bucket",
    { init: { exit: 1, err: 'Error: S3 bucket "states" does not exist' } },
    ["its state bucket does not exist"],
  ],
])("%s: the stack is not deployed, and that is no drift", async (_, reactions, notes) => {
  fake.stack("aws-x");
  fake.reacts(reactions);
  const [result] = await compare(["aws-x"]);
  expect(result?.looked?.drift).toMatchObject({ status: "not deployed", notes });
  expect(fake.commands()).not.toContain("plan");
});

test("the error of one stack stops no other", async () => {
  fake.stack("aws-y");
  fake.reacts(drifted);
  const [failed, other] = await compare(["aws-x", "aws-y"]);
  expect(failed).toMatchObject({ status: "failed", error: expect.stringContaining("expected the synthesized stack") });
  expect(other?.looked?.drift.status).toBe("drift");
});

test("a plan that fails is the stack's error, and leaves no file", async () => {
  fake.stack("aws-x");
  fake.reacts({ ...deployed, plan: { exit: 1, out: [failure("no credentials")] } });
  const [result] = await compare(["aws-x"]);
  expect(result).toMatchObject({ status: "failed", error: "error: no credentials" });
  for (const file of ["look.tfplan", "look.log"]) expect(existsSync(join(folder("aws-x"), file))).toBe(false);
});

test("what another process does in the stack's folder is not disturbed: the look has one of its own", async () => {
  fake.stack("aws-x");
  fake.reacts(drifted);
  mkdirSync(folder("aws-x"), { recursive: true });
  const lock = ProcessLock.tryAcquire(join(folder("aws-x"), "in-use.json"), "release");
  const [result] = await compare(["aws-x"]);
  (lock as ProcessLock).release();
  expect(result?.looked?.drift.status).toBe("drift");
  expect(existsSync(join(fake.root, "aside", "stacks", "aws-x", "cdk.tf.json"))).toBe(true);
});

test("the state of an earlier run that was not saved is said, and left as it is", async () => {
  fake.stack("aws-x");
  fake.reacts(drifted);
  mkdirSync(folder("aws-x"), { recursive: true });
  writeFileSync(join(folder("aws-x"), "errored.tfstate"), "{}");
  const [result] = await compare(["aws-x"]);
  expect(result?.looked?.drift.notes).toEqual([expect.stringContaining("could not save its state")]);
  expect(fake.calls().some((call) => call.startsWith("state push"))).toBe(false);
});

describe("the way back", () => {
  const ways = new Map([["aws-x", { targets: ["aws_lb.one"], leftOut: [] }]]);
  const revert = (approve = jest.fn(async () => true)) => {
    const { source, root, env } = fake;
    return {
      approve,
      done: revertStacks({ source, root, env: () => env, progress: silent, ways, approve, wait: false }),
    };
  };

  test("plans the drifted resources only, with the lock, and applies what was approved", async () => {
    fake.stack("aws-x");
    fake.reacts({ plan: { exit: 2, out: [planned("aws_lb.one", "update")] }, show: { out: [changed] } });
    const { done } = revert();
    expect((await done)[0]?.status).toBe("deployed");
    const [plan] = fake.calls().filter((call) => call.startsWith("plan"));
    expect(plan).toContain("-target=aws_lb.one");
    expect(plan).not.toContain("-lock=false");
    expect(fake.commands()).toContain("apply");
  });

  test("is refused before any question where it would change more", async () => {
    fake.stack("aws-x");
    const more = [planned("aws_lb.one", "update"), planned("aws_vpc.base", "update")];
    fake.reacts({ plan: { exit: 2, out: more }, show: { out: [changed] } });
    const { approve, done } = revert();
    expect((await done)[0]?.error).toContain("update aws_vpc.base");
    expect(approve).not.toHaveBeenCalled();
    expect(fake.commands()).not.toContain("apply");
  });
});
