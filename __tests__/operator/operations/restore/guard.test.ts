import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { restoreState } from "../../../../operator/operations/restore/state-restore";
import { terraformProcesses } from "../../../../operator/process/terraform-processes";
import { silent } from "../../../../operator/progress/progress";
import { statesOf } from "../../../../operator/states/open";
import { FakeBucket, stateText } from "../../states/fake-bucket";

jest.mock("../../../../operator/states/open");
jest.mock("../../../../operator/process/terraform-processes", () => ({
  ...jest.requireActual("../../../../operator/process/terraform-processes"),
  terraformProcesses: jest.fn(),
}));

/** When no version of a state is put back, a whole one neither. */

const root = mkdtempSync(join(tmpdir(), "restore-guard-"));
const path = (file: string) => join(root, file);
const config = { backend: { type: "s3", settings: {} }, outputs: [] };
const workspace = { id: "aws-x", root, dir: root, config, path, env: {} } as never;
const left = path("errored.tfstate");

let bucket: FakeBucket;
let works: string[];
beforeEach(() => {
  bucket = new FakeBucket();
  works = [];
  jest.mocked(statesOf).mockImplementation(async () => bucket.states());
  const found = () => works.map((cwd, n) => ({ pid: 1_000_000 + n, name: "terraform", cwd }));
  jest.mocked(terraformProcesses).mockImplementation(() => ({ found: found() }));
});
afterEach(() => {
  rmSync(left, { force: true });
});
afterAll(() => rmSync(root, { recursive: true }));

const confirm = jest.fn<Promise<boolean>, []>();
async function restore(version: string, meanwhile = () => {}) {
  confirm.mockReset().mockImplementation(async () => {
    meanwhile();
    return true;
  });
  return restoreState(workspace, { version, most: 50, plan: false, progress: silent, confirm });
}
/** Two states, of which the newer one is read. */
function deployed(): void {
  bucket.save(stateText(1, { a: {} }));
  bucket.save(stateText(2, { a: {}, b: {} }));
}
/** What is read of the state, with its checksum. */
const now = () => [bucket.newest()?.VersionId, bucket.checksum];

async function refused(version: string, why: RegExp, meanwhile?: () => void): Promise<void> {
  const before = now();
  await expect(restore(version, meanwhile)).rejects.toThrow(why);
  expect(now()).toEqual(before);
  // What was taken is given back.
  expect(bucket.table.has("states/aws-x")).toBe(false);
}

test("without any of them it is put back", async () => {
  deployed();
  expect(await restore("-1")).toMatchObject({ status: "restored", saved: { serial: 3 } });
  expect(bucket.newest()?.text).toBe(stateText(3, { a: {} }));
});

const errored =
  /^aws-x: an earlier run could not save its state and left .*errored\.tfstate, which is newer than every/;

test("a state that could not be saved comes first", async () => {
  deployed();
  writeFileSync(left, "{}");
  await refused("-1", errored);
  expect(confirm).not.toHaveBeenCalled();
  rmSync(left);
  await refused("-1", errored, () => writeFileSync(left, "{}"));
});

test.each([
  ["its folder", "stacks/aws-x", /^aws-x: terraform \(process 1000000, in \.local\/stacks\/aws-x\) works on it: wait/],
  ["no stack's folder", "other", /^aws-x: terraform \(process 1000000, in \.local\/other\) works on it: wait/],
])("a Terraform of this checkout in %s comes first", async (_, folder, why) => {
  deployed();
  const start = () => works.push(join(process.cwd(), ".local", folder));
  await refused("-1", why, start);
  expect(confirm).toHaveBeenCalled();
  await refused("-1", why);
  expect(confirm).not.toHaveBeenCalled();
});

test.each([
  ["another checkout's", () => "/elsewhere/multicloud-stacks/.local/stacks/aws-x"],
  ["one of a checkout whose name begins like this one's", () => `${process.cwd()}-2/.local/stacks/aws-x`],
  ["another stack's", () => join(process.cwd(), ".local/stacks/aws-y")],
])("a Terraform that is %s does not count", async (_, folder) => {
  deployed();
  works.push(folder());
  expect(await restore("-1")).toMatchObject({ status: "restored" });
});

test("a lock comes first, also one that is taken during the question", async () => {
  deployed();
  const Info = { S: JSON.stringify({ ID: "7", Who: "jo@build-7", Operation: "OperationTypeApply" }) };
  const take = () => void bucket.table.set("states/aws-x", { Info });
  await expect(restore("-1", take)).rejects.toThrow(/aws-x is locked by jo@build-7 /);
  await expect(restore("-1")).rejects.toThrow(/aws-x is locked by jo@build-7 /);
  expect(bucket.newest()?.text).toBe(stateText(2, { a: {}, b: {} }));
});

const whole = stateText(1, { a: {} });
test.each([
  ["cut", whole.slice(0, -100), /^aws-x: version \S+ cannot be put back: CUT: the first \d+ bytes of version /],
  ["no state", "<html>", /^aws-x: version \S+ cannot be put back: NO STATE: 6 bytes of something else/],
  ["deleted", undefined, /^aws-x: version \S+ cannot be put back: the object was deleted/],
  [
    "another stack's",
    stateText(7, { a: {} }, { stack: "aws-y", lineage: "2" }),
    /^aws-x: version \S+ cannot be put back: ANOTHER STACK'S: its resources are of aws-y/,
  ],
])("a version that is %s is never put back", async (_, text, why) => {
  bucket.save(whole);
  bucket.put(text);
  bucket.save(stateText(2, { a: {} }));
  await refused("-1", why);
  expect(confirm).not.toHaveBeenCalled();
});
