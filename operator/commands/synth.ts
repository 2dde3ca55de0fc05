import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { formatMistake } from "../../settings/mistake";
import { type CommonOptions, print, printError } from "../operations/command-output";
import { readProject, select } from "../operations/selection";

/**
 * Builds stacks and prints where each is. Those with a mistake are reported and left out, and the exit code is 1. The folders of stacks
 * that no longer exist, and of those with a mistake, are removed.
 */
export async function synth(patterns: readonly string[], { settings, json }: CommonOptions): Promise<void> {
  const { synthesize } = await import("../../stacks/synthesis/synthesize.js");
  const outdir = join(".local", "synth");
  mkdirSync(outdir, { recursive: true });
  const project = await readProject();
  const stacks = await select(project, patterns);
  const { built, mistakes, details } = await synthesize({
    project,
    outdir,
    stacks,
    settingsFiles: settings,
  });
  const broken = stacks.map(({ id }) => id).filter((id) => !built.includes(id));
  const current = project.stacks.map(({ id }) => id).filter((id) => !broken.includes(id));
  removeOthers(join(outdir, "stacks"), current);
  const files = built.map((id) => ({ id, file: join(outdir, "stacks", id, "cdk.tf.json") }));
  // What is wrong in files that make no stack concerns the whole project.
  const others = patterns.length === 0 ? project.mistakes : [];
  if (json) print(JSON.stringify({ stacks: files, mistakes: [...others, ...details] }));
  else for (const { file } of files) print(file);
  const lines = [...others.map(formatMistake), ...mistakes];
  for (const line of lines) printError(line);
  if (lines.length > 0) process.exitCode = 1;
}

function removeOthers(folder: string, kept: readonly string[]): void {
  for (const name of readdirSync(folder)) {
    if (!kept.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
