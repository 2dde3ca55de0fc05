import { type ChildProcess, spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { here, identityOf } from "../../../operator/process/process-identity";

let dir: string;
let lock: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "install-"));
  lock = join(dir, ".local/install.pid");
  for (const folder of ["operator/start", "node_modules", ".local", "bin"])
    mkdirSync(join(dir, folder), { recursive: true });
  for (const file of ["install.cjs", "install-lock.cjs"])
    copyFileSync(join("operator/start", file), join(dir, "operator/start", file));
  writeFileSync(join(dir, "package-lock.json"), "{}");
  writeFileSync(join(dir, "package.json"), JSON.stringify({ allowScripts: { esbuild: true } }));
  writeFileSync(join(dir, "bin/npm"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Installs with an npm that does nothing. `act` gets the process when it says that it waits. */
async function installing(act: (child: ChildProcess) => void = () => {}, then = "") {
  const child = spawn(process.execPath, ["-e", `require("./operator/start/install.cjs").install()${then}`], {
    cwd: dir,
    env: { ...process.env, PATH: `${join(dir, "bin")}:${process.env["PATH"]}` },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (text.includes("waiting")) act(child);
  });
  const end = await new Promise((resolve) => child.once("close", (code, signal) => resolve(signal ?? code)));
  return { end, said, installed: existsSync(join(dir, "node_modules/.installed")) };
}

const mine = { ...identityOf(process.pid), ...here() };

test.each([
  ["is empty, as a full disk leaves it", ""],
  ["holds only an id, as an older version wrote it", "1"],
  ["is cut off", "{"],
  ["names an id that another process has now", JSON.stringify({ ...mine, started: "1" })],
  ["is from before a restart", JSON.stringify({ ...mine, boot: "before" })],
])("a lock file that %s counts as none", async (_, text) => {
  writeFileSync(lock, text);
  expect(await installing()).toMatchObject({ end: 0, said: "Installing npm packages…\n", installed: true });
  expect(readdirSync(join(dir, ".local"))).toEqual([]);
});

test("neither npm nor a package's script sees the key of plans, and the program does afterwards", async () => {
  writeFileSync(join(dir, "bin/npm"), `#!/bin/sh\necho "npm $1 $PLAN_KEY" >> seen\n`, { mode: 0o755 });
  process.env["PLAN_KEY"] = "k";
  try {
    const { said } = await installing(undefined, "; process.stderr.write(process.env.PLAN_KEY)");
    expect(said).toBe("Installing npm packages…\nk");
  } finally {
    delete process.env["PLAN_KEY"];
  }
  expect(readFileSync(join(dir, "seen"), "utf8")).toBe("npm ci \nnpm rebuild \n");
});

test("a wait names the process after two seconds, and Ctrl-C ends it", async () => {
  writeFileSync(lock, JSON.stringify(mine));
  const { end, said, installed } = await installing((child) => child.kill("SIGINT"));
  expect({ end, installed }).toEqual({ end: "SIGINT", installed: false });
  expect(said).toBe(`waiting for process ${process.pid}, which installs npm packages here (Ctrl-C ends the wait)\n`);
  expect(readFileSync(lock, "utf8")).toBe(JSON.stringify(mine));
});

test.each([
  ["another host", { host: "build-7" }, "build-7"],
  ["another container", { namespace: "pid:[1]" }, hostname()],
])("a process of %s is waited for until its file is removed by hand", async (_, elsewhere, host) => {
  writeFileSync(lock, JSON.stringify({ ...mine, pid: 2 ** 30, ...elsewhere }));
  const { end, said } = await installing(() => rmSync(lock));
  expect(said).toContain(
    `of ${host}, which installs npm packages here and cannot be seen from here: if it has ended, remove .local/install.pid`,
  );
  expect(end).toBe(0);
});
