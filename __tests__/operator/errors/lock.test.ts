import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockIn, refuseIfAlive, type UnlockResult, unlock } from "../../../operator/errors/lock";
import { withWorkspace } from "../../../operator/operations/with-workspace";
import { ProcessLock } from "../../../operator/process/process-lock";
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
    text: "state of aws-x is locked by ann@elsewhere since 2026-01-31T12:00:00.000Z (2h30m), operation apply, id abc-1; unlock with: npm run unlock -- aws-x --id abc-1",
  });
});

test("refuses another id than the lock's, and frees nothing", async () => {
  fake.reacts({ "force-unlock": { exit: 1, err: info("abc-1") } });
  expect(await unlocking("abc-2")).toMatchObject({ unlocked: false, text: expect.stringContaining("id abc-1") });
  expect(fake.calls()).toHaveLength(1);
});

test("says when there is no lock", async () => {
  fake.reacts({ "force-unlock": { exit: 1, err: "Error: Failed to unlock state: no lock info found" } });
  expect(await unlocking("abc-1")).toEqual({ stack: "aws-x", unlocked: false, text: "state of aws-x is not locked" });
});

test("is refused while a run of this machine still works on the stack", () => {
  mkdirSync(join(fake.root, "stacks/aws-x"), { recursive: true });
  expect(ProcessLock.tryAcquire(join(fake.root, "stacks/aws-x/in-use.json"), "deploy")).toBeInstanceOf(ProcessLock);
  expect(() => refuseIfAlive("aws-x", fake.root)).toThrow(
    /^aws-x is locked by .*operation deploy.*not unlocked, wait until it ends$/,
  );
  writeFileSync(join(fake.root, "stacks/aws-x/in-use.json"), "");
  expect(() => refuseIfAlive("aws-x", fake.root)).not.toThrow();
});

test("errors about something else name no lock", () => {
  expect(lockIn([{ severity: "error", summary: "Invalid value", detail: "ID: 1" }])).toBeUndefined();
});
