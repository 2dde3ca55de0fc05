import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorStatus, resetEmulator, startEmulator, stopEmulator } from "../../../operator/local/emulator";

/** Stands for the environment's Python: gets what Python would get, and answers as the emulator does. */
const stub = `#!${process.execPath}
const [, , , , host, , port] = process.argv;
require("node:http").createServer((request, response) => {
  if (request.method === "POST") require("node:fs").writeFileSync(__dirname + "/reset", request.url);
  response.end(JSON.stringify({ pid: process.pid }));
}).listen(Number(port), host);
`;

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "emulator-")), ".local");
  usePython(stub);
});

afterEach(async () => {
  await stopEmulator(folder);
  rmSync(join(folder, ".."), { recursive: true });
});

function usePython(text: string): void {
  mkdirSync(join(folder, "venv", "bin"), { recursive: true });
  writeFileSync(join(folder, "venv", "bin", "python"), text, { mode: 0o755 });
}

/** What a former emulator left behind. */
function leave(pid: number): void {
  const emulator = { pid, port: 1, startedAt: "2024-01-01T00:00:00Z", endpoint: "http://127.0.0.1:1" };
  writeFileSync(join(folder, "emulator.json"), JSON.stringify(emulator));
}

test("an emulator is started once, found again, and stopped", async () => {
  const { started, pid, endpoint } = await startEmulator(folder);
  expect(started).toBe(true);
  expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await startEmulator(folder)).toMatchObject({ started: false, pid });
  expect(await emulatorStatus(folder)).toMatchObject({ running: true, pid, endpoint });

  expect(await stopEmulator(folder)).toBe(true);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  expect(await emulatorStatus(folder)).toEqual({ running: false });
  expect(await stopEmulator(folder)).toBe(false);
});

test("one that does not heed the request to end is killed, and gone when that is said", async () => {
  usePython(stub.replace("const [", 'process.on("SIGTERM", () => {});\nconst ['));
  const { pid } = await startEmulator(folder);
  expect(await stopEmulator(folder, 0.2)).toBe(true);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("two starts at once make one emulator", async () => {
  const [first, second] = await Promise.all([startEmulator(folder), startEmulator(folder)]);
  expect(first.pid).toBe(second.pid);
  expect([first.started, second.started].sort()).toEqual([false, true]);
});

test("what an emulator that is gone left behind counts for nothing", async () => {
  leave(2 ** 30);
  expect((await startEmulator(folder)).started).toBe(true);
});

test("another process that got a former emulator's id is neither taken for it nor stopped", async () => {
  leave(process.pid);
  expect(await emulatorStatus(folder)).toEqual({ running: false });
  expect(await stopEmulator(folder)).toBe(false);
});

test("an emulator that ends at once is reported with its last words", async () => {
  usePython(`#!${process.execPath}\nconsole.error("trace\\nOSError: port in use"); process.exitCode = 1;\n`);
  await expect(startEmulator(folder)).rejects.toThrow(
    /^The emulator did not start: OSError: port in use \(see .*log\)$/,
  );
  expect(await emulatorStatus(folder)).toEqual({ running: false });
});

test("an environment without Python is reported in one line", async () => {
  rmSync(join(folder, "venv"), { recursive: true });
  await expect(startEmulator(folder)).rejects.toThrow(/^The emulator did not start: spawn .* ENOENT/);
});

test("a reset reaches the emulator, and needs one", async () => {
  await expect(resetEmulator(folder)).rejects.toThrow("The emulator does not run");
  await startEmulator(folder);
  await resetEmulator(folder);
  expect(readFileSync(join(folder, "venv", "bin", "reset"), "utf8")).toBe("/moto-api/reset");
});
