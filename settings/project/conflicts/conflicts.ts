import { resolve } from "node:path";
import { sameBytes } from "../../files";
import { layerSettings } from "../../layers/layers";
import type { LayerOptions } from "../../layers/read-layers";
import { type Mistake, mistakeAt, SettingsError } from "../../mistake";
import { settingsSchema } from "../../schema/index";
import { environmentFile, ownFile } from "../stack-files";
import type { Project, StackReference } from "../stacks";
import { type Claim, claimsOf } from "./claims";
import { networkOf, overlap, placeOfRange } from "./networks";
import type { StackView } from "./view";

/**
 * What the stacks of a project cannot have both: ids, physical names, domains, networks, what an account or a cluster has once. Each mistake
 * is told at both places. Files that a command names count for the stacks that it names.
 */
export function conflicts(
  project: Project,
  named: readonly StackReference[],
  options: LayerOptions,
): ReadonlyMap<StackReference, readonly Mistake[]> {
  const { folder = "." } = project;
  const found = new Map<StackReference, Mistake[]>();
  const report = (view: StackView, mistake: Mistake) =>
    found.set(view.stack, [...(found.get(view.stack) ?? []), mistake]);
  const views = project.stacks.flatMap((stack) =>
    viewOf(stack, named.includes(stack) ? options : { ...project, folder }, folder),
  );
  // A copied environment is no mistake until it is edited: it can be built, and compared.
  const isCopy = ({ stack: a }: StackView, { stack: b }: StackView) =>
    a.system === b.system &&
    a.environment !== b.environment &&
    [
      [environmentFile(folder, a.environment), environmentFile(folder, b.environment)],
      [ownFile(folder, a), ownFile(folder, b)],
    ].every(([one = "", other = ""]) => sameBytes(resolve(project.root, one), resolve(project.root, other)));

  const claims = new Map<string, [view: StackView, claim: Claim][]>();
  for (const view of views) {
    for (const claim of claimsOf(view)) {
      for (const [other, theirs] of claims.get(claim.key) ?? []) {
        if (claim.sharedWith?.(other) || isCopy(view, other)) continue;
        report(view, conflict(claim, other, theirs));
        report(other, conflict(theirs, view, claim));
      }
      claims.set(claim.key, [...(claims.get(claim.key) ?? []), [view, claim]]);
    }
  }
  const ranges = views.flatMap(networkOf);
  for (const [index, range] of ranges.entries()) {
    for (const other of ranges.slice(0, index).filter((before) => overlap(range, before))) {
      if (isCopy(range.view, other.view)) continue;
      for (const [mine, theirs] of [
        [range, other],
        [other, range],
      ] as const) {
        const expected = `a range apart from ${theirs.cidr} of ${theirs.view.stack.id} (${whereOf(placeOfRange(theirs))}), in ${mine.owner}`;
        report(mine.view, mistakeAt(placeOfRange(mine), { problem: "networks overlap", expected, found: mine.cidr }));
      }
    }
  }
  return found;
}

function viewOf(stack: StackReference, options: LayerOptions, folder: string): StackView[] {
  try {
    const { root } = layerSettings(settingsSchema, stack, options);
    return [{ stack, root, own: { file: ownFile(folder, stack), line: 1, column: 1, path: [] } }];
  } catch (error) {
    if (error instanceof SettingsError) return []; // Its own check reports it.
    throw error;
  }
}

function conflict({ place, what, expected }: Claim, { stack }: StackView, theirs: Claim): Mistake {
  return mistakeAt(place, {
    problem: "twice",
    expected,
    found: `${what}, which ${stack.id} (${whereOf(theirs.place)}) has`,
  });
}

const whereOf = ({ file, line }: { file: string; line: number }) => `${file}:${line}`;
