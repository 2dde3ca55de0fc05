import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Emulator,
  emulatorStatus,
  resetEmulator,
  startEmulator,
  stopEmulator,
} from "../../../operator/local/emulator";

/** A fake of a program's Python: it takes the same arguments and answers like the program. */
const stub = `#!${process.execPath}
const [, , , , host, , port] = process.argv;
require("node:http").createServer((request, response) => {
  if (request.headers["x-emulator-key"] !== process.env.EMULATOR_KEY) return void response.writeHead(403).end();
  if (request.method === "POST") require("node:fs").writeFileSync(__dirname + "/reset", request.url);
  response.end(JSON.stringify({ pid: process.pid }));
}).listen(Number(port), host);
`;

const names = ["moto", "ministack"] as const;
type Name = (typeof names)[number];

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "emulator-")), ".local");
  for (const name of names) usePython(name, stub);
});

afterEach(async () => {
  await stopEmulator(folder);
  rmSync(join(folder, ".."), { recursive: true });
});

const bin = (name: Name) => join(folder, "python", name, "bin");

function usePython(name: Name, text: string): void {
  mkdirSync(bin(name), { recursive: true });
  writeFileSync(join(bin(name), "python"), text, { mode: 0o755 });
}

/** Writes the record of an emulator that has ended. */
function leave(pid: number): void {
  const former = { pid, port: 1, startedAt: "2024-01-01T00:00:00Z", endpoint: "http://127.0.0.1:1", key: "former" };
  writeFileSync(join(folder, "emulator.json"), JSON.stringify({ moto: former, ministack: former }));
}

const pids = ({ moto, ministack }: Emulator) => [moto.pid, ministack.pid];

function expectGone(emulator: Emulator): void {
  for (const pid of pids(emulator)) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
}

/** Waits until a process that was killed has ended. */
async function killed(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test("an emulator is started once, found again, and stopped", async () => {
  const { started, moto, ministack } = await startEmulator(folder);
  expect(started).toBe(true);
  for (const { endpoint } of [moto, ministack]) expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(moto.port).not.toBe(ministack.port);
  expect(await startEmulator(folder)).toEqual({ started: false, running: true, moto, ministack });
  expect(await emulatorStatus(folder)).toEqual({ running: true, moto, ministack });

  expect(await stopEmulator(folder)).toBe(true);
  expectGone({ moto, ministack });
  expect(await emulatorStatus(folder)).toEqual({ running: false });
  expect(await stopEmulator(folder)).toBe(false);
});

test("each start has a key of its own, which only its user can read", async () => {
  const first = await startEmulator(folder);
  expect(first.moto.key).toMatch(/^emulator[0-9a-f]{32}$/);
  expect(first.ministack.key).toBe(first.moto.key);
  for (const file of ["emulator.json", "moto.log", "ministack.log"]) {
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  }
  await stopEmulator(folder);
  expect((await startEmulator(folder)).moto.key).not.toBe(first.moto.key);
});

test("an emulator that an older version started without a key is stopped, and started with one", async () => {
  for (const name of names) usePython(name, stub.replace(/^.*x-emulator-key.*\n/m, ""));
  const old = await startEmulator(folder);
  const without = ({ key: _, ...process }: Emulator["moto"]) => process;
  const record = { moto: without(old.moto), ministack: without(old.ministack) };
  writeFileSync(join(folder, "emulator.json"), JSON.stringify(record));
  expect(await emulatorStatus(folder)).toEqual({ running: false });
  expect((await startEmulator(folder)).started).toBe(true);
  expectGone(old);
});

test.each(names)(
  "without %s the emulator does not run: both are started again, or the other is stopped",
  async (gone) => {
    const first = await startEmulator(folder);
    await killed(first[gone].pid);
    expect(await emulatorStatus(folder)).toEqual({ running: false });
    const second = await startEmulator(folder);
    expect(second.started).toBe(true);
    expectGone(first);
    expect(await emulatorStatus(folder)).toMatchObject({ running: true });
    await killed(second[gone].pid);
    expect(await stopEmulator(folder)).toBe(true);
    expectGone(second);
  },
);

test("an emulator that ignores SIGTERM is killed, and has ended when stop returns", async () => {
  usePython("ministack", stub.replace("const [", 'process.on("SIGTERM", () => {});\nconst ['));
  const emulator = await startEmulator(folder);
  expect(await stopEmulator(folder, 0.2)).toBe(true);
  expectGone(emulator);
});

test("two starts at once make one emulator", async () => {
  const [first, second] = await Promise.all([startEmulator(folder), startEmulator(folder)]);
  expect(pids(first)).toEqual(pids(second));
  expect([first.started, second.started].sort()).toEqual([false, true]);
});

test("the record of an emulator that has ended is ignored", async () => {
  leave(2 ** 30);
  expect((await startEmulator(folder)).started).toBe(true);
});

test("another process that got a former emulator's id is neither taken for it nor stopped", async () => {
  leave(process.pid);
  expect(await emulatorStatus(folder)).toEqual({ running: false });
  expect(await stopEmulator(folder)).toBe(false);
});

test("a program that ends at once is reported with the last line of its log, and the other is ended", async () => {
  const noted = `require("node:fs").writeFileSync(__dirname + "/pid", String(process.pid));\n`;
  usePython("moto", stub.replace("const [", `${noted}const [`));
  usePython(
    "ministack",
    `#!${process.execPath}\nconsole.error("trace\\nOSError: port in use"); process.exitCode = 1;\n`,
  );
  await expect(startEmulator(folder)).rejects.toThrow(
    /^The emulator did not start: OSError: port in use \(see .*ministack\.log\)$/,
  );
  expect(await emulatorStatus(folder)).toEqual({ running: false });
  const pid = join(bin("moto"), "pid"); // Not there when it was ended that early.
  if (existsSync(pid)) expect(() => process.kill(Number(readFileSync(pid, "utf8")), 0)).toThrow("ESRCH");
});

test("an environment without Python is reported in one line", async () => {
  rmSync(join(folder, "python", "moto"), { recursive: true });
  await expect(startEmulator(folder)).rejects.toThrow(/^The emulator did not start: spawn .* ENOENT/);
});

test("a reset empties both, and fails without them", async () => {
  await expect(resetEmulator(folder)).rejects.toThrow("The emulator does not run");
  await startEmulator(folder);
  await resetEmulator(folder);
  expect(readFileSync(join(bin("moto"), "reset"), "utf8")).toBe("/moto-api/reset");
  expect(readFileSync(join(bin("ministack"), "reset"), "utf8")).toBe("/_ministack/reset");
});

test("a program, and so a function, gets nothing of the user's own settings", async () => {
  const noted = `require("node:fs").writeFileSync(__dirname + "/env", JSON.stringify(process.env));\n`;
  usePython("ministack", stub.replace("const [", `${noted}const [`));
  const own = { AWS_PROFILE: "prod", HTTPS_PROXY: "http://proxy", GITHUB_TOKEN: "secret", LAMBDA_EXECUTOR: "docker" };
  const passedOn = { MINISTACK_ALIAS_SEED: "7" }; // A test draws the same versions of an alias each time.
  Object.assign(process.env, own, passedOn);
  try {
    await startEmulator(folder);
  } finally {
    for (const name of Object.keys({ ...own, ...passedOn })) delete process.env[name];
  }
  const env = JSON.parse(readFileSync(join(bin("ministack"), "env"), "utf8")) as NodeJS.ProcessEnv;
  for (const name of Object.keys(own)) expect(env).not.toHaveProperty(name);
  expect(env).toMatchObject(passedOn);
  expect(env["PATH"]).toBe(process.env["PATH"]);
  expect(env["TMPDIR"]).toBe(join(folder, "ministack"));
});
