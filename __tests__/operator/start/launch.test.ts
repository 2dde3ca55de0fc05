import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../stacks/synthesized";

/** A checkout whose program is a few lines, started as ours is. */
let checkout: string;

const program = `
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync(".local/stacks/a", { recursive: true });
writeFileSync(".local/stacks/a/own", "");
execFileSync("sh", ["-c", "echo > .local/stacks/a/child"]);
process.stdout.write("done\\n");
`;

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), "launch o'brien $(touch X) "));
  cpSync(join(root, "operator", "start"), join(checkout, "operator", "start"), { recursive: true });
  const files = { "main.ts": "", "operator/cli.ts": program, "package.json": "{}", "package-lock.json": "{}" };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(checkout, file), text);
  for (const folder of ["stacks", "modules", "settings", "node_modules"]) mkdirSync(join(checkout, folder));
  for (const name of ["cdktf", "constructs"]) writeFileSync(join(checkout, "node_modules", `${name}.js`), "");
  for (const name of ["esbuild", "@esbuild"])
    symlinkSync(join(root, "node_modules", name), join(checkout, "node_modules", name));
  const stamp = createHash("sha256").update("{}").digest("hex");
  writeFileSync(join(checkout, "node_modules", ".installed"), stamp);
});

afterAll(() => rmSync(checkout, { recursive: true }));

beforeEach(() => rmSync(local(), { recursive: true, force: true }));

const local = (...parts: string[]) => join(checkout, ".local", ...parts);
const mode = (...parts: string[]) => (statSync(local(...parts)).mode & 0o777).toString(8);

/** Starts the program with a umask that hides nothing. `preload` is code that runs before. */
function launch(preload = "", env: Record<string, string> = {}) {
  writeFileSync(join(checkout, "preload.cjs"), preload);
  const command = "umask 000; exec node --require ./preload.cjs operator/start/launch.cjs cli";
  return spawnSync("sh", ["-c", command], { cwd: checkout, encoding: "utf8", env: { ...process.env, ...env } });
}

test("what bundles a program does not see the key of plans, and the program does", () => {
  const wrapper = join(checkout, "esbuild.sh");
  const real = join(root, "node_modules/esbuild/bin/esbuild");
  writeFileSync(wrapper, `#!/bin/sh\necho "key: \${PLAN_KEY:-none}" >> seen\nexec '${real}' "$@"\n`, { mode: 0o755 });
  writeFileSync(join(checkout, "operator/cli.ts"), `process.stdout.write(process.env["PLAN_KEY"]);`);
  const result = launch("", { PLAN_KEY: "k", ESBUILD_BINARY_PATH: wrapper });
  writeFileSync(join(checkout, "operator/cli.ts"), program);
  expect(result).toMatchObject({ status: 0, stdout: "k" });
  const seen = readFileSync(join(checkout, "seen"), "utf8").trim().split("\n");
  expect(new Set(seen)).toEqual(new Set(["key: none"]));
});

/** Code that makes the named functions of `fs` fail for paths that hold a text. */
const failing = (code: string, names: string[], part: string) => `
const fs = require("node:fs");
for (const name of ${JSON.stringify(names)}) {
  const own = fs[name];
  fs[name] = (path, ...rest) => {
    if (!String(path).includes(${JSON.stringify(part)})) return own(path, ...rest);
    throw Object.assign(new Error("${code}: made by a test"), { code: "${code}", syscall: "write", path });
  };
}
`;

const dead = 2 ** 22 + 1;

function make(name: string, daysAgo = 0): void {
  const folder = local(name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "file"), "");
  const time = Date.now() / 1000 - daysAgo * 86_400;
  utimesSync(folder, time, time);
}

test("with umask 000, .local and all in it is its owner's only, children's files too", () => {
  expect(launch()).toMatchObject({ status: 0, stdout: "done\n", stderr: "" });
  expect([mode(), mode("stacks"), mode("stacks/a/own"), mode("stacks/a/child"), mode("build")]).toEqual([
    "700",
    "700",
    "600",
    "600",
    "700",
  ]);
});

test("a folder that others may open is tightened", () => {
  mkdirSync(local());
  chmodSync(local(), 0o777);
  expect(launch().status).toBe(0);
  expect(mode()).toBe("700");
});

test.each(["EROFS", "ENOSPC"])("a run that succeeded exits 0 when the code cache cannot be written (%s)", (code) => {
  expect(launch(failing(code, ["writeFileSync"], ".cache"))).toMatchObject({ status: 0, stdout: "done\n", stderr: "" });
  const [build = ""] = readdirSync(local("build"));
  expect(readdirSync(local("build", build)).filter((name) => name.includes(".cache"))).toEqual([]);
});

test.each([
  ["EROFS", "the file system is read-only: use a checkout that can be written"],
  ["ENOSPC", "the disk is full: free some space, and run it again"],
  ["EACCES", "access is denied: it must belong to you (a checkout of your own does)"],
])("a checkout that cannot be written is one line, exit code 1 (%s)", (code, meaning) => {
  const result = launch(failing(code, ["mkdirSync"], ".local"));
  expect(result).toMatchObject({ status: 1, stdout: "", stderr: `cannot write ${local()}: ${meaning}\n` });
});

test("a bundle that cannot be written is one line, and leaves no draft", () => {
  mkdirSync(local("build"), { recursive: true });
  const esbuild =
    "require('node:module').prototype.require = ((own) => function (id) { return id === 'esbuild' ? { buildSync({ outdir }) { fs.mkdirSync(outdir, { recursive: true }); throw new Error('Build failed with 1 error:\\nerror: Failed to write to output file: write x: no space left on device'); } } : own.call(this, id); })(require('node:module').prototype.require);";
  const result = launch(`const fs = require("node:fs"); ${esbuild}`);
  expect(result).toMatchObject({
    status: 1,
    stderr: "cannot write a file: the disk is full: free some space, and run it again\n",
  });
  expect(readdirSync(local("build"))).toEqual([]);
});

test("a bundle of other sources or another Node is kept while a command may still load its parts, an old one is not", () => {
  for (let days = 1; days <= 4; days++) make(`build/made-${days}-days-ago`, days);
  expect(launch().status).toBe(0);
  const left = readdirSync(local("build")).filter((name) => name.startsWith("made-"));
  expect(left.sort()).toEqual(["made-1-days-ago", "made-2-days-ago", "made-3-days-ago"]);
});

test("an edit of our sources makes a bundle of their own, and loads the libraries that are there", () => {
  const bindings = join(checkout, "node_modules/@cdktf/provider-own");
  mkdirSync(bindings, { recursive: true });
  writeFileSync(join(bindings, "index.js"), "require('cdktf'); module.exports = 'bindings';");
  mkdirSync(join(checkout, "stacks/own"));
  const stack = (text: string) =>
    writeFileSync(
      join(checkout, "stacks/own/own-stack.ts"),
      `export * as cdktf from "cdktf"; export { default as bound } from "@cdktf/provider-own"; export const text = "${text}";`,
    );
  const load =
    'const { bound, text } = require("./own/own-stack.js"); process.stdout.write(bound + " " + text + "\\n");';
  writeFileSync(join(checkout, "operator/cli.ts"), load);
  const libraries = () => readdirSync(local("libraries")).filter((name) => name.endsWith(".cjs"));
  try {
    stack("a");
    expect(launch()).toMatchObject({ status: 0, stdout: "bindings a\n" });
    const made = libraries();
    expect(made).toEqual([expect.stringMatching(/^own-stack-/), expect.stringMatching(/^shared-/)]);
    const madeAt = made.map((name) => statSync(local("libraries", name)).ino);

    stack("after an edit");
    writeFileSync(local("libraries/unused.cjs"), "");
    utimesSync(local("libraries/unused.cjs"), 0, 0);
    expect(launch()).toMatchObject({ status: 0, stdout: "bindings after an edit\n" });
    expect(libraries()).toEqual(made);
    expect(made.map((name) => statSync(local("libraries", name)).ino)).toEqual(madeAt);

    rmSync(local("libraries"), { recursive: true });
    expect(launch()).toMatchObject({ status: 0, stdout: "bindings after an edit\n" });
    expect(libraries()).toEqual(made);
  } finally {
    writeFileSync(join(checkout, "operator/cli.ts"), program);
    rmSync(join(checkout, "stacks/own"), { recursive: true });
  }
});

test("the next run removes what killed runs left, and nothing that may be in use", () => {
  launch();
  const { ownName } = require(join(checkout, "operator/start/leftovers.cjs")) as { ownName(prefix: string): string };
  const own = (prefix: string, pid: number) => ownName(prefix).replace(/\d+$/, String(pid));
  const left = ["build/draft-1234", `build/${own("draft", dead)}`, `${own("synth", dead)}-AbCdEf`, "synth-AbCdEf"];
  for (const name of left) make(name, 8);
  const used = [
    `${own("synth", process.pid)}-AbCdEf`,
    "synth-000000-1-AbCdEf",
    `build/${own("draft", process.pid)}`,
    "synth",
  ];
  for (const name of used) make(name);
  make("synth", 30);
  expect(launch().status).toBe(0);
  expect(left.filter((name) => existsSync(local(name)))).toEqual([]);
  expect(used.filter((name) => !existsSync(local(name)))).toEqual([]);
  expect(dirname(local("build"))).toBe(local());
});
