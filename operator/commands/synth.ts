import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type CommonOptions, print, printError } from "../operations/command-output";
import { references } from "../operations/selection";

/** Builds stacks and prints where each is. Those with a mistake are reported and left out, and the exit code is 1. */
export async function synth(patterns: readonly string[], { settings, json }: CommonOptions): Promise<void> {
  const { synthesize } = await import("../../stacks/synthesis/synthesize.js");
  const outdir = join(".local", "synth");
  mkdirSync(outdir, { recursive: true });
  const stacks = await references(patterns);
  const { built, mistakes } = await synthesize({ root: process.cwd(), outdir, stacks, settingsFiles: settings });
  const files = built.map((id) => ({ id, file: join(outdir, "stacks", id, "cdk.tf.json") }));
  if (json) print(JSON.stringify({ stacks: files, mistakes }));
  else for (const { file } of files) print(file);
  for (const mistake of mistakes) printError(mistake);
  if (mistakes.length > 0) process.exitCode = 1;
}
