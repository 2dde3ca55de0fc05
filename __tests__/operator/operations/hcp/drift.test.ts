import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { driftStacks } from "../../../../operator/operations/drift";
import { type ProgressEvent, silent } from "../../../../operator/progress/progress";
import { planOf } from "../../drift/replay";
import { fakeCloud, type Reply } from "../../preflight/fake-cloud";
import { FakeTerraform, planned } from "../fake-terraform";

/** Drift of a stack whose state is in HCP Terraform: its plan is made here, or by a run in the service. */

const hcp = fakeCloud();
const hostname = "hcp.example.test";
let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
  const file = join(fake.dir, "terraform.rc");
  const services = `services = { "tfe.v2" = "${hcp.url}/api/v2/" }`;
  writeFileSync(file, `host "${hostname}" {\n  ${services}\n}\ncredentials "${hostname}" {\n  token = "t"\n}\n`);
  Object.assign(fake.env, { TF_CLI_CONFIG_FILE: file });
  fake.stack("aws-x", { terraform: { cloud: { hostname, organization: "acme", workspaces: { name: "aws-x" } } } });
});
afterEach(() => fake.remove());

const state = { resources: [{ mode: "managed", type: "aws_lb", name: "one", instances: [{}] }] };
const pulled = { "state pull": { out: [state] } };
const changed = planOf({ type: "aws_lb", written: { idle_timeout: 60 }, found: { idle_timeout: 7 } });
const same = planOf({ type: "aws_lb", written: { idle_timeout: 60 }, found: { idle_timeout: 60 } });
const found = { address: "aws_lb.one", attribute: "idle_timeout", before: "60", after: "7", kind: "drift" };
const saved = JSON.stringify({ remote_plan_format: 1, run_id: "run-1", hostname });
const workspaces = "GET /api/v2/organizations/acme/workspaces/aws-x";
const there: Record<string, Reply> = { [workspaces]: { body: { data: { id: "ws-1", attributes: {} } } } };
const runIn = (plan: Reply): Record<string, Reply> => ({
  ...there,
  "GET /api/v2/runs/run-1": {
    body: { data: { id: "run-1", attributes: {}, relationships: { plan: { data: { id: "plan-1" } } } } },
  },
  "GET /api/v2/plans/plan-1/json-output": plan,
  "POST /api/v2/runs/run-1/actions/discard": { status: 202 },
});

async function compare() {
  const notes: string[] = [];
  const report = (event: ProgressEvent) => event.type === "note" && notes.push(event.text);
  const { source, root, env } = fake;
  const run = { source, root, env: () => env, progress: { ...silent, report } };
  const record = { commit: "abc" };
  const [result] = await driftStacks(["aws-x"], { ...run, accepted: [], now: new Date(), record });
  return { ...result, notes };
}

test("a plan that is made here is read as with any other state, and the service is called for its workspace alone", async () => {
  hcp.answer(there);
  const plan = { exit: 2, out: [{ type: "resource_drift" }, planned("aws_lb.one", "update")] };
  fake.reacts({ ...pulled, plan, show: { out: [changed] } });
  const { looked, notes } = await compare();
  expect(looked?.drift).toMatchObject({ status: "drift", found: [found] });
  expect(notes).toEqual(["not recorded: its state is in no bucket"]);
  expect(hcp.calls).toEqual([workspaces]);
});

test.each([
  ["drift", changed, [found]],
  ["none", same, []],
])("the plan of a run in the service is read there, and the run is given up: %s", async (status, plan, differs) => {
  // Of a run there, Terraform prints lines for people only.
  fake.reacts({ ...pulled, plan: { exit: status === "drift" ? 2 : 0, out: ["Running plan"], saved } });
  hcp.answer(runIn({ body: plan }));
  const { looked } = await compare();
  expect(looked?.drift).toMatchObject({ status, found: differs });
  expect(hcp.calls).toEqual(Object.keys(runIn({})));
  expect(fake.commands()).not.toContain("show");
  expect(existsSync(join(fake.root, "stacks", "aws-x", "look.tfplan"))).toBe(false);
});

test("a plan that the token may not read is an error with what it takes, and its run is given up all the same", async () => {
  fake.reacts({ ...pulled, plan: { exit: 2, out: ["Running plan"], saved } });
  hcp.answer(runIn({ status: 404 }));
  const result = await compare();
  expect(result).toMatchObject({
    status: "failed",
    error: expect.stringMatching(/^aws-x: expected the plan of run-1 as JSON.*right to administer the workspace/),
  });
  expect(hcp.calls.at(-1)).toBe("POST /api/v2/runs/run-1/actions/discard");
});

const none: Reply = { status: 404, body: {} };
test("a workspace that is not there is not made: the stack is not deployed", async () => {
  hcp.answer({
    [workspaces]: none,
    "GET /api/v2/organizations/acme": { body: { data: { id: "acme", attributes: {} } } },
  });
  const { looked } = await compare();
  const notes = ["its workspace in HCP Terraform is not there, or the token may not see it"];
  expect(looked?.drift).toMatchObject({ status: "not deployed", notes });
  expect(fake.calls()).toEqual([]);
});

test("an organization that the token may not see is an error, and not a stack that is not deployed", async () => {
  hcp.answer({ [workspaces]: none, "GET /api/v2/organizations/acme": none });
  expect(await compare()).toMatchObject({
    status: "failed",
    error: expect.stringContaining("expected the organization acme at hcp.example.test, found none"),
  });
  expect(fake.calls()).toEqual([]);
});
