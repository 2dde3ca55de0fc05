import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os, { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { holderText, type LockHolder, readHolder } from "../../../operator/process/lock-holder";
import { here, userAtHost } from "../../../operator/process/process-identity";
import { ProcessLock } from "../../../operator/process/process-lock";

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "lock-"));
  path = join(dir, "deep/in-use.json");
});
afterEach(() => rmSync(dir, { recursive: true }));

function take(): ProcessLock {
  const lock = ProcessLock.tryAcquire(path, "deploy");
  if (!(lock instanceof ProcessLock)) throw new Error("taken");
  return lock;
}

test("one process at a time holds it, until it is released", () => {
  const lock = take();
  expect(ProcessLock.tryAcquire(path, "plan")).toMatchObject({ pid: process.pid, operation: "deploy" });
  lock.release();
  expect(ProcessLock.tryAcquire(path, "plan")).toBeInstanceOf(ProcessLock);
});

test("acquire waits until the lock is released", async () => {
  const lock = take();
  setTimeout(() => lock.release(), 50);
  expect(await ProcessLock.acquire(path, "plan")).toBeInstanceOf(ProcessLock);
});

test("a lock whose process is gone is ignored, even if another process has its id now", () => {
  take();
  const { pid } = spawnSync("true");
  for (const left of [
    { pid, started: "1" },
    { pid: process.pid, started: "1" },
  ]) {
    writeFileSync(path, JSON.stringify({ ...left, who: "a@b", operation: "deploy", since: "" }));
    expect(readHolder(path)).toBeUndefined();
    expect(ProcessLock.tryAcquire(path, "plan")).toBeInstanceOf(ProcessLock);
  }
});

test("a lock file that a crash left incomplete is ignored", () => {
  take();
  writeFileSync(path, "{");
  expect(ProcessLock.tryAcquire(path, "plan")).toBeInstanceOf(ProcessLock);
});

test("is held as long as its Terraform runs, even if the process that started it is gone", () => {
  take().recordTerraform(process.pid);
  const holder = { ...(readHolder(path) as LockHolder), started: "1" };
  writeFileSync(path, JSON.stringify(holder));
  expect(readHolder(path)).toEqual(holder);
  expect(holderText("aws-x", holder, path, new Date(Date.parse(holder.since) + 61_000))).toMatch(
    /^aws-x is locked by \S+ \(Terraform \d+, left behind by process \d+\) since \S+ \(1m01s\), operation deploy/,
  );
});

/** Leaves a lock file of this very process with another place, start or text. */
function leave(changes: object): LockHolder {
  take();
  const holder = { ...(readHolder(path) as LockHolder), ...changes };
  writeFileSync(path, JSON.stringify(holder));
  return holder;
}

test.each([
  ["another host", { host: "build-7" }, "on the host build-7"],
  ["another container", { namespace: "pid:[1]" }, "in another container"],
])("a holder in %s counts as holding, and its text says how to free the lock by hand", (_, elsewhere, where) => {
  const holder = leave({ pid: 2 ** 30, place: { ...here(), ...elsewhere } });
  expect(ProcessLock.tryAcquire(path, "plan")).toEqual(holder);
  const text = holderText("aws-x", holder, path);
  expect(text).toContain(`It runs ${where}, which cannot be seen from here`);
  expect(text).toMatch(/only if it has ended, remove \S+in-use\.json$/);
  rmSync(path);
  expect(ProcessLock.tryAcquire(path, "plan")).toBeInstanceOf(ProcessLock);
});

test("no process is left after a restart of the machine, even if the same id is in use", () => {
  leave({ place: { ...here(), boot: "before" } });
  expect(readHolder(path)).toBeUndefined();
});

test.each(["", "null", "1", "{}"])("a lock file that holds %j counts as none", (text) => {
  take();
  writeFileSync(path, text);
  expect(ProcessLock.tryAcquire(path, "plan")).toBeInstanceOf(ProcessLock);
});

test("a lock that a person freed and another process took is not released", () => {
  const lock = take();
  const other = JSON.stringify({ pid: 1, since: "later" });
  writeFileSync(path, other);
  lock.release();
  expect(readFileSync(path, "utf8")).toBe(other);
});

test("a wait says for whom after two seconds, and ends at a signal", async () => {
  take();
  const said: string[] = [];
  const program = join(dir, "wait.cjs");
  buildSync({ entryPoints: [join(__dirname, "wait-for-lock.ts")], bundle: true, platform: "node", outfile: program });
  const child = spawn(process.execPath, [program, path]);
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.push(text);
    if (text.includes("locked by")) child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(said.join("")).toMatch(
    new RegExp(`^init of aws-x is locked by .*process ${process.pid}.*: wait until it ends$`, "m"),
  );
  expect(said.join("")).toContain(`stopped: it waited for process ${process.pid} (deploy)`);
  expect(code).toBe(130);
});

test("a user without a name in the system is a number", () => {
  jest.spyOn(os, "userInfo").mockImplementation(() => {
    throw new Error("A system error occurred: uv_os_get_passwd returned ENOENT");
  });
  expect(userAtHost()).toBe(`uid ${process.getuid?.()}@${os.hostname()}`);
  jest.restoreAllMocks();
});
