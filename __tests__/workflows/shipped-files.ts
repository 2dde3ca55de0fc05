import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../stacks/synthesized";

/** The folder of the workflows: those of `npm run init:workflows` for the shipped examples, and the two that are written by hand. */
export const folder = join(root, ".github", "workflows");

/** Their names, sorted. */
export const names: readonly string[] = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
  : [];

export const textOf = (name: string): string => readFileSync(join(folder, name), "utf8");

/** Tests of the shipped workflows; skipped by name in a checkout that has none. */
export function describeShipped(title: string, tests: () => void): void {
  const reason = names.length === 0 && "this checkout has no workflows; npm run init:workflows writes them";
  if (reason) process.stderr.write(`skipped: ${title}: ${reason}\n`);
  (reason ? describe.skip : describe)(reason ? `skipped: ${title}: ${reason}` : title, tests);
}
