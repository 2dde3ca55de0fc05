import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join, relative } from "node:path";
import type { StackResult } from "../../operator/operations/run";
import { root } from "../stacks/synthesized";
import { devOnMoto } from "./support/on-moto";
import { type RunningEmulator, startMoto } from "./support/one-emulator";
import { ProjectCopy } from "./support/project-copy";

/** The newer Node versions with long-term support: they build and plan what the one of these tests does. Each comes from its npm package. */
const versions = ["22.23.5", "24.22.3"];

const project = new ProjectCopy();
let moto: RunningEmulator;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  moto = await startMoto();
  env = devOnMoto(project, moto); // The stack's state is in a file: its bucket is not there yet.
}, 300_000);
afterAll(async () => {
  await moto?.stop();
  await project.remove();
});

const main = ["operator/start/launch.cjs", "main"];

describe.each(versions)("Node %s", (version) => {
  let node: string;
  beforeAll(() => {
    node = installed(version);
  }, 300_000);

  test("builds the same bytes of every stack", async () => {
    const built = await Promise.all(
      [process.execPath, node].map(async (program, index) => {
        const outdir = project.path(`out-${index}-${version}`);
        const { code, err } = await project.start(program, main, { env: { CDKTF_OUTDIR: outdir } }).ended;
        expect({ code, err }).toMatchObject({ code: 0 });
        return outdir;
      }),
    );
    const [own = "", other = ""] = built;
    const files = filesBelow(own);
    expect(filesBelow(other)).toEqual(files);
    expect(files.filter((file) => !readFileSync(join(own, file)).equals(readFileSync(join(other, file))))).toEqual([]);
    expect(files.filter((file) => file.endsWith("cdk.tf.json")).length).toBeGreaterThan(50);
  }, 300_000);

  test("plans a stack", async () => {
    const cli = ["operator/start/launch.cjs", "cli", "plan", "account-dev", "--json"];
    const { code, out, err } = await project.start(node, cli, { env }).ended;
    expect({ code, said: code === 2 ? "" : out + err }).toEqual({ code: 2, said: "" });
    const [{ status, plan } = {} as StackResult] = (JSON.parse(out) as { stacks: StackResult[] }).stacks;
    expect(status).toBe("planned");
    expect(plan?.changes.length).toBeGreaterThan(10);
  }, 300_000);
});

/** The files of a folder, by their path in it. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
}

/** The program of a Node version, which is installed under `.local/tools` if it is missing. */
function installed(version: string): string {
  const name = `node-${platform()}-${arch()}`;
  const folder = join(root, ".local/tools", `node-${version}`);
  const program = join(folder, "node_modules", name, "bin/node");
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    const options = ["--no-save", "--no-audit", "--no-fund", "--no-package-lock"];
    execFileSync("npm", ["install", "--prefix", folder, ...options, `${name}@${version}`], { stdio: "pipe" });
  }
  expect(execFileSync(program, ["--version"], { encoding: "utf8" }).trim()).toBe(`v${version}`);
  return program;
}
