import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { lockIn, lockText, refuseIfAlive, type UnlockResult, unlock } from "../../../operator/errors/lock";
import { type HolderLife, holderLife } from "../../../operator/errors/lock-holder-life";
import { withWorkspace } from "../../../operator/operations/with-workspace";
import { ProcessLock } from "../../../operator/process/process-lock";
import { readLsof, type TerraformProcess } from "../../../operator/process/terraform-processes";
import { FakeTerraform } from "../operations/fake-terraform";

const info = (id: string) => `Error: Failed to unlock state: lock ID does not match
Lock Info:
  ID:        ${id}
  Path:      state-1/aws-x
  Operation: OperationTypeApply
  Who:       ann@elsewhere
  Version:   1.11.4
  Created:   2026-01-31 12:00:00.123456789 +0000 UTC
  Info:
`;
const now = new Date("2026-01-31T14:30:00Z");

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("aws-x");
});
afterEach(() => fake.remove());

function unlocking(id?: string): Promise<UnlockResult> {
  const { source, root, env } = fake;
  return withWorkspace({ id: "aws-x", source, root, env, operation: "unlock" }, (workspace) =>
    unlock(workspace, id, now),
  );
}

test("shows who holds the state, since when, and the id that frees it", async () => {
  fake.reacts({ "force-unlock": { exit: 1, err: info("abc-1") } });
  expect(await unlocking()).toMatchObject({
    unlocked: false,
    lock: { id: "abc-1", who: "ann@elsewhere", operation: "apply" },
    text: "state of aws-x is locked by ann@elsewhere since 2026-01-31T12:00:00.000Z (2h30m), operation apply, id abc-1; whether it is alive cannot be seen from here (it is on the host elsewhere): look there, and only if it has ended unlock with: npm run unlock -- aws-x --id abc-1",
  });
});

test("refuses another id than the lock's, and frees nothing", async () => {
  fake.reacts({ "force-unlock": { exit: 1, err: info("abc-1") } });
  expect(await unlocking("abc-2")).toMatchObject({ unlocked: false, text: expect.stringContaining("id abc-1") });
  expect(fake.calls()).toHaveLength(1);
});

test("says when there is no lock", async () => {
  for (const said of [
    "no lock info found",
    'failed to retrieve lock info for lock ID "00000000-0000-0000-0000-000000000000": unexpected end of JSON input',
  ]) {
    fake.reacts({ "force-unlock": { exit: 1, err: `Error: Failed to unlock state: ${said}` } });
    expect(await unlocking("abc-1")).toEqual({ stack: "aws-x", unlocked: false, text: "state of aws-x is not locked" });
  }
});

test("is refused while a run of this machine still works on the stack", () => {
  mkdirSync(join(fake.root, "stacks/aws-x"), { recursive: true });
  expect(ProcessLock.tryAcquire(join(fake.root, "stacks/aws-x/in-use.json"), "deploy")).toBeInstanceOf(ProcessLock);
  expect(() => refuseIfAlive("aws-x", fake.root)).toThrow(
    /^not unlocked: aws-x is locked by .*operation deploy.*: wait until it ends$/,
  );
  writeFileSync(join(fake.root, "stacks/aws-x/in-use.json"), "");
  expect(() => refuseIfAlive("aws-x", fake.root)).not.toThrow();
});

test("a state that cannot be reached is not called unlocked", async () => {
  fake.reacts({ "force-unlock": { exit: 1, err: "Error: no valid credential sources found" } });
  await expect(unlocking("abc-1")).rejects.toThrow("no valid credential sources found");
});

const mine = `me@${hostname()}`;
const seen = (...found: TerraformProcess[]) => holderLife("aws-x", mine, { root: fake.root, processes: { found } });
const cwd = (folder: string) => join(process.cwd(), folder);

test.each<[what: string, found: TerraformProcess[], is: HolderLife["is"], text: string]>([
  [
    "cdktf's Terraform",
    [{ pid: 7, name: "terraform", cwd: cwd("cdktf.out/stacks/aws-x") }],
    "alive",
    "terraform (process 7, in cdktf.out/stacks/aws-x)",
  ],
  ["cdktf itself", [{ pid: 7, name: "cdktf", cwd: cwd(".") }], "alive", "cdktf (process 7, in this folder)"],
  ["a plain Terraform", [{ pid: 7, name: "tofu", cwd: cwd(".local/stacks/aws-x") }], "alive", "process 7"],
  [
    "one of another checkout",
    [{ pid: 7, name: "terraform", cwd: "/elsewhere/.local/stacks/aws-x" }],
    "alive",
    "/elsewhere",
  ],
  ["one on another stack", [{ pid: 7, name: "terraform", cwd: cwd(".local/stacks/aws-y") }], "gone", ""],
  ["one elsewhere", [{ pid: 7, name: "terraform", cwd: "/elsewhere" }], "gone", ""],
  ["another user's", [{ pid: 7, name: "terraform" }], "unseen", "terraform (process 7) is another user's"],
  ["none", [], "gone", ""],
])("the holder of a lock of this host, with %s: %s", (_, found, is, text) => {
  const life = seen(...found);
  expect(life.is).toBe(is);
  expect(JSON.stringify(life)).toContain(text);
  // A lock of a living process is waited for, and the advice to free it is not given.
  const said = lockText("aws-x", { id: "abc-1", who: mine, operation: "plan", created: now }, life, now);
  expect(said.includes("unlock with")).toBe(is !== "alive");
  expect(said.includes("wait until it ends")).toBe(is === "alive");
});

test.each<[what: string, found: TerraformProcess, is: HolderLife["is"]]>([
  [
    "one of another checkout, which has its own emulator",
    { pid: 7, name: "terraform", cwd: "/elsewhere/stacks/aws-x" },
    "gone",
  ],
  ["another user's, whom the emulator refuses", { pid: 7, name: "terraform" }, "gone"],
  ["one of this checkout", { pid: 7, name: "terraform", cwd: cwd(".local/stacks/aws-x") }, "alive"],
])("the holder of a lock in the emulator, with %s", (_, found, is) => {
  expect(holderLife("aws-x", mine, { root: fake.root, isEmulated: true, processes: { found: [found] } }).is).toBe(is);
});

test("a real process in a stack's folder is seen, and its lock is not freed", async () => {
  const folder = join(fake.root, "stacks/aws-x");
  mkdirSync(folder, { recursive: true });
  // The fake's own name is Terraform's.
  fake.reacts({
    apply: { delay: 20 },
    "force-unlock": { exit: 1, err: info("abc-1").replace("elsewhere", hostname()) },
  });
  const other = spawn(fake.env.TERRAFORM_BINARY_NAME as string, ["apply"], {
    cwd: folder,
    detached: true,
    stdio: "ignore",
  });
  try {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { unlocked, text } = await unlocking("abc-1");
    expect(unlocked).toBe(false);
    expect(text).toContain(`it is alive, terraform (process ${other.pid}`);
  } finally {
    process.kill(-(other.pid as number), "SIGKILL");
  }
});

test("lsof's answer is read, where there is no /proc", () => {
  const text = "p12\ncterraform\nfcwd\nn/home/ann/.local/stacks/aws-x\np13\ncbash\nfcwd\nn/home/ann\n";
  expect(readLsof(text)).toEqual([{ pid: 12, name: "terraform", cwd: "/home/ann/.local/stacks/aws-x" }]);
});

test("errors about something else name no lock", () => {
  expect(lockIn([{ severity: "error", summary: "Invalid value", detail: "ID: 1" }])).toBeUndefined();
});

test("a locked workspace of HCP Terraform with a long name is in two lines", () => {
  const detail =
    'Error message: workspace already locked (lock ID:\n"your-organization/customer-orders-kubernetes-prod")\nLock Info:\n  ID: 1';
  expect(lockIn([{ severity: "error", summary: "Error acquiring the state lock", detail }])?.id).toBe(
    "your-organization/customer-orders-kubernetes-prod",
  );
});
