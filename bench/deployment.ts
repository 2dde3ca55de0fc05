import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pluginEnvironment } from "../operator/terraform/plugins";
import { copyWithEmulator, deploy, onNewEmulator } from "./project-copy";
import type { Check, Section } from "./report";
import { run } from "./run-process";
import { interleave, summarize } from "./statistics";

const stack = "aws-local";
/** Few, because a round takes minutes. */
const maxRounds = 2;

/**
 * Compares `npm run deploy` with bare `terraform init` and `terraform apply` of the same stack, each on a new emulator, and
 * counts the provider files of two deployed stacks. It works in a copy of the project with an operator's folder of its own,
 * so that it does not disturb a running `npm start`.
 */
export async function deployment(root: string, rounds: number): Promise<Section> {
  const project = resolve(root, ".local/bench/project");
  const folder = await copyWithEmulator(root, project);
  let providers: readonly Check[] = [];
  const seconds = await interleave(Math.min(rounds, maxRounds), {
    bare: () => onNewEmulator(project, folder, (env) => bareTerraform(project, folder, env)),
    ours: () =>
      onNewEmulator(project, folder, async (env) => {
        const ours = await deploy(project, env, stack);
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
