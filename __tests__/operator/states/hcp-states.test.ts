import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conditionText } from "../../../operator/states/condition";
import { readHistory } from "../../../operator/states/history";
import { statesOf } from "../../../operator/states/open";
import { problemLines } from "../../../operator/states/wrong-state";
import { FakeHcp, type FakeWorkspace } from "../../terraform/support/hcp/fake-hcp";
import { stateText } from "./fake-bucket";

/** States in HCP Terraform, whose API is a fake. */

const dir = mkdtempSync(join(tmpdir(), "hcp-states-"));
const env = { TF_CLI_CONFIG_FILE: join(dir, "terraform.rc") };
let hcp: FakeHcp;
let workspace: FakeWorkspace;

beforeAll(async () => {
  hcp = await FakeHcp.start();
  writeFileSync(env.TF_CLI_CONFIG_FILE, hcp.cliConfiguration);
});
afterAll(async () => {
  await hcp.stop();
  rmSync(dir, { recursive: true });
});
beforeEach(() => {
  const states = [1, 2, 3].map((serial) => ({
    id: `sv-${serial}`,
    serial,
    state: Buffer.from(stateText(serial, { a: { serial } })),
  }));
  workspace = { id: "ws-1", name: "aws-x", states, attributes: {}, tags: {} };
  hcp.workspaces.set("aws-x", workspace);
  hcp.remote.runs.length = 0;
});

const open = (name = "aws-x") => {
  const settings = { hostname: hcp.hostname, organization: hcp.organization, workspaces: { name } };
  return statesOf({ id: "aws-x", config: { backend: { type: "cloud", settings } }, env });
};
const run = (status: string) =>
  hcp.remote.runs.push({
    id: "run-1",
    workspace,
    wanted: {},
    files: [],
    status,
    hasChanges: true,
    logs: { plan: Buffer.alloc(0), apply: Buffer.alloc(0) },
  });

test("versions have who saved them, and what changed", async () => {
  const { versions, place, isCut } = await readHistory("aws-x", await open(), 2, true);
  expect(place).toBe(`HCP Terraform (workspace aws-x of acme at ${hcp.hostname})`);
  expect(isCut).toBe(true);
  expect(versions).toMatchObject([
    { id: "sv-3", state: { serial: 3 }, writer: { who: "jo" }, changes: { changed: ["aws_sqs_queue.a"] } },
    { id: "sv-2", saved: new Date("2026-11-30T04:02:00Z") },
  ]);
});

test.each<[status: string, ids: string[]]>([
  ["pending", ["sv-3", "sv-1"]],
  ["discarded", ["sv-3", "sv-1"]],
  ["backing_data_soft_deleted", ["sv-3", "sv-2", "sv-1"]],
  ["backing_data_permanently_deleted", ["sv-3", "sv-2", "sv-1"]],
])("a version that is %s has nothing to read, and hides no other", async (status, ids) => {
  Object.assign(workspace.states[1] ?? {}, { status });
  const history = await readHistory("aws-x", await open(), 3, true);
  const { versions } = history;
  expect(versions.map(({ id }) => id)).toEqual(ids);
  expect(versions[0]).toMatchObject({ condition: { is: "whole" }, changes: { changed: ["aws_sqs_queue.a"] } });
  expect(versions.at(-1)?.condition.is).toBe("whole");
  const without = versions.find(({ id }) => id === "sv-2");
  if (without) expect(conditionText(without.condition, without.bytes)).toBe(`no data (status ${status})`);
  expect(problemLines(history)).toBeUndefined();
});

test("a version is put back by the service under a lock of the workspace, which is freed", async () => {
  const states = await open();
  const [now, , first] = await states.heads(5);
  if (!now || !first) throw new Error("expected versions");
  expect(await states.putBack({ version: first, text: "", over: now, highest: 3 })).toMatchObject({ serial: 4 });
  expect(hcp.state("aws-x")).toMatchObject({ serial: 4, resources: [{ instances: [{ attributes: { serial: 1 } }] }] });
  expect(workspace.lock).toBeUndefined();
  const [newest] = await states.heads(1);
  expect(await states.writer(newest ?? now)).toEqual({ who: "jo", restored: "sv-1" });
});

test("a version that was saved since is not overwritten, and the lock is freed", async () => {
  const states = await open();
  const [now, before] = await states.heads(5);
  if (!now || !before) throw new Error("expected versions");
  workspace.states.push({ id: "sv-4", serial: 4, state: Buffer.from(stateText(4)) });
  const refused = states.putBack({ version: before, text: "", over: now, highest: 3 });
  await expect(refused).rejects.toThrow(/another run has saved the state since/);
  expect(workspace.states.at(-1)?.id).toBe("sv-4");
  expect(workspace.lock).toBeUndefined();
});

test.each([
  ["planning", { id: "run-1", operation: "planning" }],
  ["planned", { id: "run-1", operation: "planned" }],
  ["planned_and_saved", undefined],
  ["applied", undefined],
])("a run that is %s: %j", async (status, holder) => {
  run(status);
  const found = await (await open()).holder();
  if (holder) expect(found).toMatchObject(holder);
  else expect(found).toBeUndefined();
});

test("a locked workspace is held, and nothing is put back", async () => {
  workspace.lock = "a person";
  const states = await open();
  expect(await states.holder()).toMatchObject({ id: "acme/aws-x" });
  const [now, before] = await states.heads(5);
  if (!now || !before) throw new Error("expected versions");
  await expect(states.putBack({ version: before, text: "", over: now, highest: 3 })).rejects.toThrow(
    /has just been locked/,
  );
  expect(workspace.lock).toBe("a person");
});

test("a workspace that is not there is one clear error", async () => {
  await expect(open("other")).rejects.toThrow(/^expected the workspace other of acme at .*, found none/);
});
