import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adopt } from "../../../operator/errors/adopt";
import { pushErroredState } from "../../../operator/errors/errored-state";
import { keepUnfinished } from "../../../operator/errors/unfinished";
import { silent } from "../../../operator/progress/progress";
import { StateTags } from "../../../operator/states/state-tags";

/** Commands other than an apply that save a state: the version that they save says who did so, too. */

const folder = mkdtempSync(join(tmpdir(), "writer-"));
const path = (file: string) => join(folder, file);
afterAll(() => rmSync(folder, { recursive: true }));

const saving = /^(import|untaint|taint|state (push|rm)) /;
let version: number;
let calls: string[];
let recorded: [command: string, before: string | undefined, at: number][];
const run = jest.fn<Promise<string>, [string[]]>();
const settings = { bucket: "states", key: "aws-x", region: "eu-west-1" };
const workspace = {
  id: "aws-x",
  path,
  config: { backend: { type: "s3", settings }, variables: [] },
  terraform: { run },
} as never;

beforeEach(() => {
  [version, calls, recorded] = [1, [], []];
  run.mockReset().mockImplementation(async (args) => {
    calls.push(args.join(" "));
    if (saving.test(args.join(" "))) version++;
    return "{}";
  });
  jest.spyOn(StateTags.prototype, "newest").mockImplementation(async () => `v${version}`);
  jest.spyOn(StateTags.prototype, "record").mockImplementation(async (command, before) => {
    recorded.push([command, before, version]);
  });
});
afterEach(() => jest.restoreAllMocks());

test("a state that an earlier run could not save", async () => {
  writeFileSync(path("errored.tfstate"), "{}");
  await pushErroredState(workspace, silent);
  expect(calls).toEqual(["state push -no-color errored.tfstate"]);
  expect(recorded).toEqual([["state push errored.tfstate", "v1", 2]]);
  expect(existsSync(path("errored.tfstate"))).toBe(false);
  await pushErroredState(workspace, silent);
  expect(recorded).toHaveLength(1);
});

test("imports, and the marks after them", async () => {
  const orphans = [
    { address: "a.one", importId: "1" },
    { address: "a.two", importId: "2", remake: true },
  ] as never;
  expect(await adopt(workspace, orphans, { progress: silent })).toBe(true);
  expect(calls.map((call) => call.split(" ")[0])).toEqual(["import", "import", "show", "taint"]);
  // All versions between are this writer's.
  expect(recorded).toEqual([["deploy --adopt", "v1", 4]]);
});

test("imports of which a later one failed", async () => {
  run.mockImplementationOnce(run.getMockImplementation() as never).mockRejectedValueOnce(new Error("refused"));
  const orphans = [
    { address: "a.one", importId: "1" },
    { address: "a.two", importId: "2" },
  ] as never;
  await expect(adopt(workspace, orphans, { progress: silent })).rejects.toThrow("refused");
  expect(recorded).toEqual([["deploy --adopt", "v1", 2]]);
});

test("marks of unfinished resources that are taken away", async () => {
  expect(await keepUnfinished(workspace, ["a.one", "a.two"], silent)).toBe(true);
  expect(recorded).toEqual([["deploy --adopt", "v1", 3]]);
});
