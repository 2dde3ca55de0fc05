import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ownName } from "../start/leftovers.cjs";

/** What the product's own check says of a project. */
export interface Checked {
  /** Ids of its stacks, by environment. */
  readonly stacks: ReadonlyMap<string, readonly string[]>;
  /** One line for each mistake. */
  readonly mistakes: readonly string[];
}

/** Builds every stack of a project, as `npm run check` does. */
export async function checkProject(root: string, folder: string): Promise<Checked> {
  const { readProject } = await import("../../settings/project/stacks.js");
  const { formatMistake } = await import("../../settings/mistake.js");
  const { synthesize } = await import("../../stacks/synthesis/synthesize.js");
  const project = readProject({ root, folder });
  const local = join(root, ".local");
  mkdirSync(local, { recursive: true, mode: 0o700 });
  const outdir = mkdtempSync(join(local, `${ownName("synth")}-`));
  try {
    const { mistakes } = await synthesize({ project, outdir, stacks: project.stacks });
    const stacks = new Map<string, string[]>();
    for (const { id, environment } of project.stacks) stacks.set(environment, [...(stacks.get(environment) ?? []), id]);
    return { stacks, mistakes: [...project.mistakes.map(formatMistake), ...mistakes] };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
