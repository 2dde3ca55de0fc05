import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { start, steps } from "./fixture";
import { jobOf } from "./results";

/** A command that writes each signal that it gets into a file, and ends only when it is killed, or after `ends` of them. */
const folder = mkdtempSync(join(tmpdir(), "signals-"));
const log = join(folder, "log");
const command = join(folder, "command.cjs");
writeFileSync(
  command,
  `const { appendFileSync } = require("node:fs");
const note = (text) => appendFileSync(${JSON.stringify(log)}, text + "\\n");
let left = Number(process.argv[2]);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => { note(signal); if (--left === 0) process.exit(7); });
setInterval(() => {}, 1000);
note("started");
`,
);
beforeEach(() => rmSync(log, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const lines = () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
const second = 60;

const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };

/** Cancels the run when the command has started. */
async function cancelled(text: string, length = second) {
  const running = await start(text, { second: length, env });
  let ended = false;
  void running.result.then(() => {
    ended = true;
  });
  while (!ended && !lines().includes("started")) await new Promise((resolve) => setTimeout(resolve, 20));
  const at = performance.now();
  running.cancel();
  const result = await running.result;
  return { ...result, afterMs: performance.now() - at };
}

test("a command that replaced the shell gets SIGINT; what asks for it runs afterwards, the rest does not", async () => {
  const result = await cancelled(
    steps(`
- run: exec node ${command} 1
- run: echo never
- run: echo back \${{ job.status }}
  if: \${{ !success() }}
- run: echo cancelled
  if: cancelled()
- run: echo failed
  if: failure()
`),
  );
  const [stopped, ...after] = jobOf(result, "one").steps;
  expect(lines()).toEqual(["started", "SIGINT"]);
  expect(stopped).toMatchObject({ outcome: "cancelled", exitCode: 7, signals: [{ signal: "SIGINT", afterMs: 0 }] });
  expect(after.map(({ outcome }) => outcome)).toEqual(["skipped", "success", "success", "skipped"]);
  expect(after[1]?.output).toBe("back cancelled\n");
  expect(result.result).toBe("cancelled");
});

test("SIGTERM comes 7.5 s after SIGINT, SIGKILL 2.5 s after that", async () => {
  const result = await cancelled(steps(`- run: exec node ${command} 3`));
  const [stopped] = jobOf(result, "one").steps;
  expect(lines()).toEqual(["started", "SIGINT", "SIGTERM"]);
  expect(stopped?.signals.map(({ signal }) => signal)).toEqual(["SIGINT", "SIGTERM", "SIGKILL"]);
  const seconds = stopped?.signals.map(({ afterMs }) => afterMs / second) ?? [];
  expect(seconds[1]).toBeGreaterThanOrEqual(7.4);
  expect(seconds[2]).toBeGreaterThanOrEqual(9.9);
  expect((seconds[2] ?? 0) - (seconds[1] ?? 0)).toBeLessThan(7.5);
  expect(stopped?.exitCode).toBe(137);
});

test("a command that the shell waits for gets no signal: it lives until the job ends, and the runner kills it", async () => {
  const result = await cancelled(steps(`- run: node ${command} 1\n- run: echo meanwhile\n  if: always()`));
  const job = jobOf(result, "one");
  expect(lines()).toEqual(["started"]);
  expect(job.steps[0]?.signals.map(({ signal }) => signal)).toEqual(["SIGINT", "SIGTERM"]);
  expect(job.steps[1]?.output).toBe("meanwhile\n");
  expect(job.orphans).toEqual([`node ${command} 1`]);
});

test("npm passes SIGINT on to the command of its script, where npm replaced the shell", async () => {
  const script = JSON.stringify({ scripts: { release: `exec node ${command} 1` } });
  const text = steps(`- run: echo '${script}' > package.json\n- run: exec npm run release`);
  const [, stopped] = jobOf(await cancelled(text, 1000), "one").steps;
  expect(lines()).toEqual(["started", "SIGINT"]);
  expect(stopped).toMatchObject({ outcome: "cancelled", signals: [{ signal: "SIGINT" }] });
});

test("a step that asks to go on is not stopped, and later ones see the cancellation", async () => {
  const text = steps(`
- run: node -e 'require("fs").appendFileSync("${log}", "started\\n"); setTimeout(() => {}, 300)'
  if: always()
- run: echo no
`);
  const result = await cancelled(text);
  expect(jobOf(result, "one").steps.map(({ outcome }) => outcome)).toEqual(["success", "skipped"]);
  expect(result.result).toBe("cancelled");
});

test("five minutes after the cancellation GitHub ends what still asks to go on", async () => {
  const result = await cancelled(steps(`- run: exec node ${command} 1\n  if: always()`), 2);
  expect(result.afterMs).toBeGreaterThanOrEqual(600);
  expect(jobOf(result, "one").steps[0]).toMatchObject({ outcome: "cancelled" });
});
