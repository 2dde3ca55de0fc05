import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holderText, type LockHolder, ProcessLock, readHolder } from "../../../operator/process/process-lock";

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
  expect(holderText("aws-x", holder, new Date(Date.parse(holder.since) + 61_000))).toMatch(
    /^aws-x is locked by \S+ \(Terraform \d+, left behind by process \d+\) since \S+ \(1m01s\), operation deploy/,
  );
});
