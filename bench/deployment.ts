import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { startEmulator, stopEmulator } from "../operator/local/emulator";
import { emulatorEnvironment } from "../operator/local/emulator-environment";
import { ensureEmulatorInstalled } from "../operator/local/emulator-install";
import { pluginEnvironment } from "../operator/terraform/plugins";
import type { Check, Section } from "./report";
import { run } from "./run-process";
import { interleave, summarize } from "./statistics";

const stack = "aws-local";
/** Few, because a round takes minutes. */
const maxRounds = 2;
const sources = ["main.ts", "stacks", "modules", "settings", "operator", "environments", "systems"];
const configuration = ["package.json", "package-lock.json", "tsconfig.json"];

/**
 * Compares `npm run deploy` with bare `terraform init` and `terraform apply` of the same stack, each on a new emulator, and
 * counts the provider files of two deployed stacks. It works in a copy of the project with an operator's folder of its own,
 * so that it does not disturb a running `npm start`.
 */
export async function deployment(root: string, rounds: number): Promise<Section> {
  const project = resolve(root, ".local/bench/project");
  const folder = await copyProject(root, project);
  const operator = (env: NodeJS.ProcessEnv, id: string) =>
    run("npm", ["run", "--silent", "deploy", "--", id, "--yes"], { cwd: project, env });
  const onNewEmulator = async (measure: (env: NodeJS.ProcessEnv) => Promise<number>) => {
    for (const left of ["stacks", "bare"]) rmSync(join(folder, left), { recursive: true, force: true });
    const emulator = await startEmulator(folder);
    try {
      const env = { ...emulatorEnvironment(folder, emulator), CHECKPOINT_DISABLE: "1" };
      await operator(env, "account-local");
      return await measure(env);
    } finally {
      await stopEmulator(folder);
    }
  };
  let providers: readonly Check[] = [];
  const seconds = await interleave(Math.min(rounds, maxRounds), {
    bare: () => onNewEmulator((env) => bareTerraform(project, folder, env)),
    ours: () =>
      onNewEmulator(async (env) => {
        const ours = await operator(env, stack);
        providers = providerChecks(folder);
        return ours.seconds;
      }),
  });
  const [bare, ours] = [summarize(seconds.bare), summarize(seconds.ours)];
  return {
    title: `Deploying ${stack} to the emulator`,
    measured: [
      { name: "terraform init + apply", unit: "s", summary: bare },
      { name: "npm run deploy", unit: "s", summary: ours },
    ],
    checks: [
      {
        name: "npm run deploy, over bare Terraform",
        value: (ours.median / bare.median - 1) * 100,
        unit: "%",
        target: { atMost: 10 },
      },
      ...providers,
    ],
  };
}

/** Copies the sources. Returns the operator's folder of the copy, which uses the same installed emulator. */
async function copyProject(root: string, project: string): Promise<string> {
  const folder = join(project, ".local");
  mkdirSync(folder, { recursive: true });
  for (const name of sources) rmSync(join(project, name), { recursive: true, force: true });
  for (const name of [...sources, ...configuration]) cpSync(join(root, name), join(project, name), { recursive: true });
  await ensureEmulatorInstalled(join(root, ".local"));
  for (const [link, target] of [
    [join(project, "node_modules"), join(root, "node_modules")],
    [join(folder, "python"), join(root, ".local", "python")],
  ] as const) {
    if (!existsSync(link)) symlinkSync(target, link);
  }
  return folder;
}

/** Seconds of `terraform init` and `terraform apply` of a stack of this project, with the same provider files. */
async function bareTerraform(project: string, folder: string, env: NodeJS.ProcessEnv): Promise<number> {
  const outdir = join(folder, "bare");
  const synthesized = { ...env, STACKS: stack, CDKTF_OUTDIR: outdir };
  await run(process.execPath, ["operator/start/launch.cjs", "main"], { cwd: project, env: synthesized });
  const options = { cwd: join(outdir, "stacks", stack), env: { ...env, ...pluginEnvironment(folder) } };
  const init = await run("terraform", ["init", "-input=false"], options);
  const apply = await run("terraform", ["apply", "-input=false", "-auto-approve"], options);
  return init.seconds + apply.seconds;
}

/** The provider binaries in the working folders of two deployed stacks, links followed. */
function providerChecks(folder: string): Check[] {
  const links = providerBinaries(join(folder, "stacks"));
  const files = new Map(links.map((link) => [realpathSync(link), statSync(link).size]));
  const providers = new Set(links.map((link) => basename(link)));
  const mib = [...files.values()].reduce((sum, bytes) => sum + bytes, 0) / 1024 / 1024;
  const held = `${providers.size} provider in ${links.length} stacks: binaries on disk (${mib.toFixed(0)} MiB)`;
  return [{ name: held, value: files.size, unit: "files", target: { atMost: providers.size } }];
}

/** Paths of the provider binaries below a folder, links followed. */
function providerBinaries(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return providerBinaries(path);
    return name.startsWith("terraform-provider-") ? [path] : [];
  });
}
