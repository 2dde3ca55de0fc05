import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readSettingsFile } from "../../settings/files";
import { formatMistake } from "../../settings/mistake";
import type { ProjectPlace } from "../../settings/project/folder";
import { ownFile } from "../../settings/project/stack-files";
import { type Project, readProject, type StackReference } from "../../settings/project/stacks";
import { blockName } from "../../settings/rule";
import { mistakeText, type StackMistake } from "../../stacks/synthesis/mistake-lines";
import type { BuiltThen } from "./build-then";
import { changedOutput } from "./files";
import { changedProduct, nameOf, type Reason, reasons, type Sides } from "./why";

/**
 * `changed`: its bytes differ. `new`, `gone`: it was not there, it is not there any more. `may be affected`: its bytes are the same, and it
 * finds by name what one of these makes. `broken`: it cannot be built now.
 */
export type Change = "changed" | "new" | "gone" | "may be affected" | "broken";

/** A stack that a change affects. */
export interface Affected {
  readonly stack: string;
  readonly environment: string;
  readonly platform: string;
  readonly change: Change;
  readonly why: readonly Reason[];
}

/** A project of now, built. */
export interface BuiltNow {
  readonly project: Project;
  /** Folder with `stacks/<id>/`. */
  readonly outdir: string;
  readonly built: readonly string[];
  readonly details: readonly StackMistake[];
}

/** Compares two builds: the stacks that differ in the order of the project, then those that are gone. */
export async function compare(then: BuiltThen, now: BuiltNow): Promise<Affected[]> {
  const before = stacksOf(then);
  const sides = { then, now: now.project, nowOutdir: now.outdir };
  const product = changedProduct(sides);
  const found: Affected[] = [];
  const add = (stack: Known, change: Change, why: readonly Reason[]) =>
    found.push({ stack: stack.id, environment: stack.environment, platform: stack.platform, change, why });

  for (const stack of now.project.stacks) {
    const wasBuilt = isBuilt(then.outdir, stack.id);
    if (!now.built.includes(stack.id)) add(stack, "broken", mistakesOf(stack.id, now.details));
    else if (!before.some(({ id }) => id === stack.id)) add(stack, "new", [blockOf(stack, now.project)]);
    else if (!wasBuilt)
      add(stack, "changed", [{ text: `could not be built then: ${saidOf(stack.id, then.mistakes)}` }]);
    else if (changedOutput(folderOf(then, stack.id), folderOf(now, stack.id)).length > 0)
      add(stack, "changed", await reasons(stack, sides, product));
  }
  for (const stack of before.filter(({ id }) => !now.project.stacks.some((one) => one.id === id))) {
    // Of a file that cannot be read, nothing is known: its stacks may be there.
    const unreadable = now.project.mistakes.filter(({ file }) => file === ownFile(now.project.folder ?? ".", stack));
    if (unreadable.length > 0)
      add(
        stack,
        "broken",
        unreadable.map((mistake) => ({ text: formatMistake(mistake) })),
      );
    else add(stack, "gone", [blockThen(stack, sides)]);
  }
  return found;
}

type Known = Omit<StackReference<string>, "needs">;

/** The stacks of then. A project of a time before today's layout is known by what was built. */
function stacksOf({ place, outdir }: BuiltThen): Known[] {
  const { stacks } = readProject(place);
  const others = readdirSync(join(outdir, "stacks")).filter((id) => !stacks.some((stack) => stack.id === id));
  return [...stacks, ...others.map((id) => ({ id, environment: "", platform: "" }))];
}

const folderOf = ({ outdir }: { readonly outdir: string }, id: string) => join(outdir, "stacks", id);

const isBuilt = (outdir: string, id: string) => existsSync(join(outdir, "stacks", id, "cdk.tf.json"));

function mistakesOf(id: string, details: readonly StackMistake[]): Reason[] {
  const own = details.filter(({ stack }) => stack === id);
  return own.map((mistake) => ({ text: mistakeText(mistake) }));
}

/** The first line about a stack, which begins with the ids that it concerns. */
function saidOf(id: string, lines: readonly string[]): string {
  const line = lines.find((one) =>
    one
      .split(":", 1)[0]
      ?.split(/, | and /)
      .includes(id),
  );
  return line?.slice(line.indexOf(": ") + 2) ?? lines[0] ?? "it has no file";
}

/** Where the block is because of which a stack exists. */
function blockOf(stack: Known, { root, folder = "." }: ProjectPlace): Reason {
  const file = ownFile(folder, stack);
  const block = blockName(stack.platform);
  return { file, line: readSettingsFile(root, file).root.entries.get(block)?.place.line ?? 1, setting: block };
}

function blockThen(stack: Known, sides: Sides): Reason {
  if (!stack.environment) return { text: "no file of now has it" };
  const { file, ...block } = blockOf(stack, sides.then.place) as { file: string; line: number; setting: string };
  return { ...block, file: nameOf(file, sides) };
}
