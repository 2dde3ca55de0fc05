import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type CommonOptions, print, printError } from "../operations/command-output";
import { references } from "../operations/selection";

/**
 * Builds stacks and prints where each is. Those with a mistake are reported and left out, and the exit code is 1. The folders of stacks
 * that no longer exist, and of those with a mistake, are removed.
 */
export async function synth(patterns: readonly string[], { settings, json }: CommonOptions): Promise<void> {
  const { synthesize } = await import("../../stacks/synthesis/synthesize.js");
  const outdir = join(".local", "synth");
  mkdirSync(outdir, { recursive: true });
  const stacks = await references(patterns);
  const { built, mistakes, details } = await synthesize({
    root: process.cwd(),
    outdir,
    stacks,
    settingsFiles: settings,
  });
  const broken = stacks.map(({ id }) => id).filter((id) => !built.includes(id));
  const current = (await references([])).map(({ id }) => id).filter((id) => !broken.includes(id));
  removeOthers(join(outdir, "stacks"), current);
  const files = built.map((id) => ({ id, file: join(outdir, "stacks", id, "cdk.tf.json") }));
  if (json) print(JSON.stringify({ stacks: files, mistakes: details }));
  else for (const { file } of files) print(file);
  for (const mistake of mistakes) printError(mistake);
  if (mistakes.length > 0) process.exitCode = 1;
}

function removeOthers(folder: string, kept: readonly string[]): void {
  for (const name of readdirSync(folder)) {
    if (!kept.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
