import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { planStacks } from "../../../operator/operations/plan-stacks";
import type { StackResult } from "../../../operator/operations/run";
import { readHolder } from "../../../operator/process/lock-holder";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform, failure, hook, planned } from "../operations/fake-terraform";

const programs = mkdtempSync(join(tmpdir(), "interrupt-"));
const program = join(programs, "deploy.cjs");
beforeAll(() => {
  const entryPoints = [join(__dirname, "interrupt-deploy.ts")];
  buildSync({ entryPoints, bundle: true, platform: "node", outfile: program, logLevel: "error" });
});
afterAll(() => rmSync(programs, { recursive: true }));

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
});
afterEach(() => fake.remove());

const plan = { exit: 2, out: [planned("a.one", "create"), planned("a.two", "create")] };
const started = [hook("apply_start", "a.one"), hook("apply_start", "a.two")];

/** Deploys in a process of its own and calls `act` when each of the first `running` stacks is in mid-apply. */
async function deploying(ids: string[], running: number, act: (child: ChildProcess) => void) {
  const child = spawn(process.execPath, [program, fake.source, fake.root, ...ids], {
    env: { ...process.env, ...fake.env },
  });
  let said = "";
  let out = "";
  child.stdout.on("data", (text) => (out += text));
  const acted = new Promise<void>((resolve) => {
    child.stderr.on("data", (text) => {
      const before = said;
      said += text;
      const applying = (of: string) => new Set(of.match(/^started .*$/gm)).size >= running;
      if (applying(said) && !applying(before)) resolve(act(child));
    });
  });
  await acted;
  const code = await new Promise((resolve) => child.once("close", resolve));
  const results = out ? (JSON.parse(out) as StackResult[]) : [];
  return { code, said, results: new Map(results.map((result) => [result.id, result])) };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s stops every Terraform once, waits, and says what is left",
  async (signal) => {
    for (const id of ["account-x", "aws-x"]) fake.stack(id);
    fake.reacts({ plan, apply: { out: started, interrupted: [hook("apply_complete", "a.one")], exit: 1 } });
    const { code, said, results } = await deploying(["account-x", "aws-x"], 2, (child) => child.kill(signal));
    expect(code).toBe(signal === "SIGINT" ? 130 : 143);
    expect(said).toContain(`stopping after ${signal}: waiting for 2 running Terraform`);
    for (const id of ["account-x", "aws-x"]) {
      expect(results.get(id)?.status).toBe("interrupted");
      expect(results.get(id)?.error).toMatch(
        /stopped after 1 of 2 resources[\s\S]*not finished: a.two[\s\S]*goes on from here/,
      );
    }
  },
);

test("a stack that Terraform finished in spite of the signal is deployed", async () => {
  fake.stack("aws-x");
  const done = [hook("apply_complete", "a.one"), hook("apply_complete", "a.two")];
  fake.reacts({ plan, apply: { out: started, interrupted: done, exit: 0 } });
  const { results } = await deploying(["aws-x"], 1, (child) => child.kill("SIGINT"));
  expect(results.get("aws-x")?.status).toBe("deployed");
});

test("a repeat of the same signal within a second is the same signal, as npm sends it", async () => {
  fake.stack("aws-x");
  fake.reacts({ plan, apply: { out: started, interrupted: [hook("apply_complete", "a.one")], exit: 1 } });
  const { said, results } = await deploying(["aws-x"], 1, (child) => {
    for (const delay of [0, 5, 20, 100, 700]) setTimeout(() => child.kill("SIGINT"), delay);
  });
  expect(said).not.toContain("killing");
  expect(results.get("aws-x")?.error).toContain("stopped after 1 of 2 resources; the state is not locked");
});

const lockInfo = (who: string) =>
  `Error: Failed to unlock state\nLock Info:\n  ID:        abc-1\n  Operation: OperationTypeApply\n  Who:       ${who}\n`;

test("a second signal kills, and what is so then is looked up", async () => {
  fake.stack("aws-x");
  fake.reacts({
    plan,
    apply: { out: started, interrupted: [], exit: 1, stubborn: 1 },
    "force-unlock": { exit: 1, err: lockInfo("ann@elsewhere") },
  });
  const { said, code, results } = await deploying(["aws-x"], 1, (child) => {
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGINT"), 1200);
  });
  expect(said).toContain("killing 1 running Terraform");
  expect(code).toBe(130);
  expect(results.get("aws-x")).toMatchObject({ status: "interrupted" });
  expect(results.get("aws-x")?.error).toMatch(
    /^aws-x: Terraform was killed after 0 of 2 resources; the state is locked by ann@elsewhere .* id abc-1[\s\S]*not finished: a.one[\s\S]*then npm run deploy -- aws-x goes on/,
  );
});

test("errors that were seen before the signal are kept, and a lock that cannot be read is not called free", async () => {
  fake.stack("aws-x");
  const refused = failure("creating IAM Role: AccessDenied", "", "a.two");
  fake.reacts({
    plan,
    apply: {
      out: [...started, hook("apply_errored", "a.two"), refused, failure("execution halted")],
      interrupted: [],
      exit: 1,
    },
    "force-unlock": { exit: 1, err: "Error: no valid credential sources found" },
  });
  const { results } = await deploying(["aws-x"], 1, (child) => child.kill("SIGINT"));
  const error = results.get("aws-x")?.error;
  expect(error).toContain("error: a.two: creating IAM Role: AccessDenied");
  expect(error).toContain("whether the state is locked could not be seen: error: no valid credential sources found");
  expect(error).not.toMatch(/not locked|execution halted/);
});

test("what was made and is not in the state is named", async () => {
  fake.stack("aws-x");
  const done = [hook("apply_complete", "a.one"), hook("apply_complete", "a.two")];
  fake.reacts({ plan, apply: { out: started, interrupted: done, exit: 1 }, "state list": { out: ["a.two"] } });
  const { results } = await deploying(["aws-x"], 1, (child) => child.kill("SIGINT"));
  expect(results.get("aws-x")?.error).toContain("not recorded in the state: create of a.one");
  expect(results.get("aws-x")?.error).not.toContain("create of a.two");
});

test("a Terraform whose starter was killed still finishes, and the next run waits for it", async () => {
  fake.stack("aws-x");
  fake.reacts({ plan, apply: { out: started, interrupted: [], exit: 0 } });
  await deploying(["aws-x"], 1, (child) => child.kill("SIGKILL"));
  const lockFile = join(fake.root, "stacks/aws-x/in-use.json");
  const terraform = readHolder(lockFile)?.terraform?.pid as number;
  expect(terraform).toBeGreaterThan(0);

  const notes: string[] = [];
  fake.reacts({ plan: { exit: 0 } });
  const { source, root, env } = fake;
  const next = planStacks(["aws-x"], {
    source,
    root,
    env: () => env,
    progress: { ...silent, report: (event) => event.type === "note" && notes.push(event.text) },
  });
  setTimeout(() => process.kill(-terraform, "SIGKILL"), 300);
  expect((await next)[0]?.status).toBe("planned");
  expect(notes).toEqual([expect.stringContaining(`Terraform ${terraform}, left behind by process`)]);
});

test("a repeat that comes while the process ends is the same signal: it ends with 130, and not by the signal", async () => {
  const idle = join(programs, "idle.cjs");
  const contents = `import { interrupt } from "./interrupt";
const work = setInterval(() => {}, 60_000);
interrupt.watch(() => {});
interrupt.onStop(() => {
  clearInterval(work);
  process.exitCode = interrupt.exitCode;
});
process.stdout.write("ready");`;
  const resolveDir = join(__dirname, "../../../operator/process");
  buildSync({ stdin: { contents, resolveDir, loader: "ts" }, bundle: true, platform: "node", outfile: idle });
  for (let press = 0; press < 5; press++) {
    const child = spawn(process.execPath, [idle]);
    child.stdout.once("data", () => {
      const repeat = setInterval(() => child.kill("SIGINT"), 1);
      setTimeout(() => clearInterval(repeat), 100);
    });
    const end = await new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
    expect(end).toEqual({ code: 130, signal: null });
  }
});
