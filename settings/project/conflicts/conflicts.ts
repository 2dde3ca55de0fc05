import { resolve } from "node:path";
import { digestOf } from "../../files";
import { environmentNames, layerSettings } from "../../layers/layers";
import type { LayerOptions } from "../../layers/read-layers";
import { type Mistake, mistakeAt, SettingsError } from "../../mistake";
import { settingsSchema } from "../../schema/index";
import { environmentFile, ownFile } from "../stack-files";
import type { Project, StackReference } from "../stacks";
import type { Claim } from "./claim";
import { claimsOf } from "./claims";
import { undeployedStacks } from "./deployed-stacks";
import { unlistedSystems } from "./listed-systems";
import { networkOf, overlap, placeOfRange, type Range } from "./networks";
import { pipelineMistakes } from "./pipelines";
import type { StackView } from "./view";
import { isApart, type ZoneUse, zoneMistake, zoneUses } from "./zones";

/**
 * What the stacks of a project cannot have both: ids, physical names, domains, zones, networks, what an account or a cluster has once. Each mistake
 * is reported at both places; those of a system's pipeline and of an account's `deploys` at one. Files that a command names count for the stacks that it names.
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
  const isNamed = new Set(named);
  const views = project.stacks.flatMap((stack) =>
    viewOf(stack, isNamed.has(stack) ? options : { ...project, folder }, folder),
  );
  const environments = environmentNames(project);
  for (const view of views) {
    for (const mistake of pipelineMistakes(view, project, environments)) report(view, mistake);
  }
  const claims = new Map<string, [view: StackView, claim: Claim][]>();
  for (const view of views) {
    for (const claim of claimsOf(view)) {
      const others = claims.get(claim.key) ?? [];
      for (const [other, theirs] of others) {
        if (claim.sharedWith?.(other) || isCopy(view, other)) continue;
        report(view, conflict(claim, other, theirs));
        report(other, conflict(theirs, view, claim));
      }
      if (!others.some(([other]) => isCopy(view, other))) claims.set(claim.key, [...others, [view, claim]]);
    }
  }
  const ranges: Range[] = [];
  for (const range of views.flatMap(networkOf)) {
    for (const other of ranges.filter((before) => overlap(range, before) && !isCopy(range.view, before.view))) {
      report(range.view, overlapping(range, other));
      report(other.view, overlapping(other, range));
    }
    if (!ranges.some((before) => overlap(range, before) && isCopy(range.view, before.view))) ranges.push(range);
  }
  const zones = new Map<string, { readonly first: ZoneUse; isReported?: boolean }>();
  for (const use of views.flatMap(zoneUses)) {
    const known = zones.get(use.zone) ?? { first: use };
    zones.set(use.zone, known);
    if (!isApart(use, known.first)) continue;
    report(use.view, zoneMistake(use, known.first));
    if (!known.isReported && known.first.view !== use.view) report(known.first.view, zoneMistake(known.first, use));
    known.isReported = true;
  }
  for (const [view, mistake] of [...unlistedSystems(views), ...undeployedStacks(views, project)]) report(view, mistake);
  return found;
}

function viewOf(stack: StackReference, options: LayerOptions, folder: string): StackView[] {
  try {
    const { root } = layerSettings(settingsSchema, stack, options);
    const file = ownFile(folder, stack);
    const both = () => [environmentFile(folder, stack.environment), file];
    let known: string | undefined;
    const digests = () => {
      known ??= both()
        .map((name) => digestOf(resolve(options.root, name)))
        .join(" ");
      return known;
    };
    return [{ stack, root, own: { file, line: 1, column: 1, path: [] }, digests }];
  } catch (error) {
    if (error instanceof SettingsError) return []; // Its own check reports it.
    throw error;
  }
}

/** A copied environment is no mistake until it is edited: it can be built, and compared. */
const isCopy = (a: StackView, b: StackView) =>
  a.stack.system === b.stack.system &&
  a.stack.platform === b.stack.platform &&
  a.stack.environment !== b.stack.environment &&
  a.digests() === b.digests();

function overlapping(mine: Range, theirs: Range): Mistake {
  const expected = `a range apart from ${theirs.cidr} of ${theirs.view.stack.id} (${whereOf(placeOfRange(theirs))}), in ${mine.owner}`;
  return mistakeAt(placeOfRange(mine), { problem: "networks overlap", expected, found: mine.cidr });
}

function conflict({ place, what, expected }: Claim, { stack }: StackView, theirs: Claim): Mistake {
  return mistakeAt(place, {
    problem: "twice",
    expected,
    found: `${what}, which ${stack.id} (${whereOf(theirs.place)}) has`,
  });
}

const whereOf = ({ file, line }: { file: string; line: number }) => `${file}:${line}`;
