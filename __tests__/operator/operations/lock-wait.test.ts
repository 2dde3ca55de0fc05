import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import { seconds } from "../../../operator/arguments";
import { deployStacks } from "../../../operator/operations/deploy";
import { destroyStacks } from "../../../operator/operations/destroy";
import { planStacks } from "../../../operator/operations/plan-stacks";
import { ProcessLock } from "../../../operator/process/process-lock";
import type { ProgressEvent } from "../../../operator/progress/progress";
import { FakeTerraform, planned } from "./fake-terraform";

/** Waiting for a lock that another run holds: --lock-timeout. */

let fake: FakeTerraform;
const notes: string[] = [];
beforeEach(() => {
  notes.length = 0;
  fake = new FakeTerraform();
  fake.stack("aws-x", { terraform: { backend: { s3: { bucket: "states" } } } });
});
afterEach(() => fake.remove());

const changes = { plan: { exit: 2, out: [planned("a.b", "create")] }, apply: {} };
const options = (lockTimeoutSeconds?: number) => ({
  source: fake.source,
  root: fake.root,
  env: () => fake.env,
  lockTimeoutSeconds,
  approve: async () => true,
  progress: {
    report: (event: ProgressEvent) => void (event.type === "note" && /lock/.test(event.text) && notes.push(event.text)),
    quietly: <T>(show: () => Promise<T>) => show(),
    close() {},
  },
});
const argumentsOf = (command: string) => fake.calls().filter((call) => call.startsWith(`${command} `));

test("plan and apply of a deploy and of a destroy wait that long; without it, neither waits", async () => {
  fake.reacts(changes);
  await deployStacks(["aws-x"], options(120));
  await destroyStacks(["aws-x"], options(120));
  await planStacks(["aws-x"], options(120));
  expect([...argumentsOf("plan"), ...argumentsOf("apply")]).toEqual(
    Array.from({ length: 5 }, () => expect.stringContaining(" -lock-timeout=120s")),
  );
  await deployStacks(["aws-x"], options());
  expect(fake.calls().filter((call) => call.includes("-lock-timeout"))).toHaveLength(5);
});

const waiting = { type: "state_lock_acquire", "@message": "Acquiring state lock. This may take a few moments..." };
const info =
  "Error: Failed to unlock state\nLock Info:\n  ID:        abc-1\n  Operation: OperationTypeApply\n  Who:       ann@elsewhere\n  Created:   2026-11-30 04:00:00 +0000 UTC\n";

test.each<[command: string, scenario: Parameters<FakeTerraform["reacts"]>[0]]>([
  ["plan", { ...changes, plan: { exit: 2, out: [waiting, planned("a.b", "create")], delay: 0.5 } }],
  ["apply", { ...changes, apply: { out: [waiting], delay: 0.5 } }],
])("a %s that waits says once who holds the lock", async (_, scenario) => {
  fake.reacts({ ...scenario, "force-unlock": { exit: 1, err: info } });
  await deployStacks(["aws-x"], options(120));
  await until(() => notes.length > 0);
  expect(notes).toEqual([
    expect.stringMatching(
      /^the state is locked by ann@elsewhere since 2026-11-30T04:00:00\.000Z \(.*\), operation apply, id abc-1: waiting up to 2m00s$/,
    ),
  ]);
  expect(argumentsOf("force-unlock")).toHaveLength(1);
});

test("a lock that takes a moment is not looked up by a command that does not wait", async () => {
  fake.reacts({ ...changes, plan: { exit: 0, out: [waiting] }, "force-unlock": { exit: 1, err: info } });
  await planStacks(["aws-x"], options());
  expect(argumentsOf("force-unlock")).toEqual([]);
});

describe("another process of this checkout that works on the stack", () => {
  const take = () => ProcessLock.tryAcquire(join(fake.root, "stacks/aws-x/in-use.json"), "deploy") as ProcessLock;

  test("is waited for, and named", async () => {
    fake.reacts(changes);
    const lock = take();
    const result = planStacks(["aws-x"], options(60));
    await until(() => notes.length > 0);
    expect(fake.calls()).toEqual([]);
    lock.release();
    expect(await result).toMatchObject([{ status: "planned" }]);
    expect(notes).toEqual([
      expect.stringMatching(/^aws-x is locked by .*, operation deploy, .*; waiting up to 1m00s$/),
    ]);
  });

  test("is an error once the time is over, and at once without a time", async () => {
    const lock = take();
    for (const time of [undefined, 1])
      expect(await planStacks(["aws-x"], options(time))).toMatchObject([
        { status: "failed", error: expect.stringContaining("aws-x is locked by") },
      ]);
    lock.release();
  });
});

test.each<[text: string, value: number]>([
  ["90s", 90],
  ["2m", 120],
  ["1h", 3600],
  ["1m30s", 90],
  ["1h0m5s", 3605],
  ["0s", 0],
])("%s is %d seconds", (text, value) => expect(seconds(text)).toBe(value));

test.each(["", "5", "2 m", "m", "-1s", "1.5m", "30s1m", "2d"])("%j is no time", (text) => {
  expect(() => seconds(text)).toThrow(InvalidArgumentError);
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
