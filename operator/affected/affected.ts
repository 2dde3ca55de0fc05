import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { formatMistake } from "../../settings/mistake";
import type { ProjectPlace } from "../../settings/project/folder";
import { type Project, readProject } from "../../settings/project/stacks";
import { type Synthesis, synthesize } from "../../stacks/synthesis/synthesize";
import { ownName } from "../start/leftovers.cjs";
import { buildThen } from "./build-then";
import { type Affected, compare } from "./compare";
import { mayBeAffected } from "./may-be-affected";
import { findThen } from "./then";

export interface AffectedProps {
  /** The project of now. */
  readonly place: ProjectPlace;
  /** A commit, branch or tag of the repository that holds the project. */
  readonly since: string;
  /** Where the builds of commits are kept. @default ".local/affected" of the checkout */
  readonly kept?: string;
  /** Gets a line about what takes long. */
  readonly say: (line: string) => void;
}

/** What {@link affected} found. */
export interface Found {
  /** The full id of the commit. */
  readonly commit: string;
  /** How many stacks there are now. */
  readonly compared: number;
  /** A line for each mistake in the settings of now. */
  readonly mistakes: readonly string[];
  readonly stacks: readonly Affected[];
}

/**
 * The stacks whose bytes differ between a commit and the work tree, with why. Both are built, side by side; the build of the commit is kept.
 * @throws {UserError} where there is no such commit here, or where it cannot be built
 */
export async function affected(props: AffectedProps): Promise<Found> {
  const { place, since, kept = join(place.root, ".local/affected"), say } = props;
  const then = findThen(place, since);
  mkdirSync(join(place.root, ".local"), { recursive: true, mode: 0o700 });
  const outdir = mkdtempSync(join(place.root, ".local", `${ownName("synth")}-`));
  try {
    // Begun first: it has a process of its own, and the build of now leaves this one no time.
    const [before, { project, ...built }] = await Promise.all([
      buildThen(then, { root: place.root, kept, say }),
      buildNow(place, outdir),
    ]);
    const now = { project, outdir, ...built };
    const stacks = await compare(before, now);
    return {
      commit: then.commit,
      compared: project.stacks.length,
      mistakes: [...project.mistakes.map(formatMistake), ...built.mistakes],
      stacks: [...stacks, ...mayBeAffected(stacks, before, now)],
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function buildNow(place: ProjectPlace, outdir: string): Promise<Synthesis & { readonly project: Project }> {
  const project = readProject(place);
  return { project, ...(await synthesize({ project, outdir, stacks: project.stacks })) };
}
