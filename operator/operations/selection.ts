import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../../settings/nearest";
import type { Project, StackReference } from "../../settings/project/stacks";
import { mistakesOf } from "../../stacks/synthesis/mistake-lines";
import { didYouMean } from "../../stacks/unknown-stack";
import { folderOf } from "../process/folders";
import { MistakesError, UserError } from "../process/user-error";
import { ownName } from "../start/leftovers.cjs";
import { readStackConfig } from "../terraform/stack-config";
import { goneText, wasBuilt } from "./gone-stack";
import { projectPlace } from "./project";
import { type HcpRuns, readFlags } from "./stack-flags";

/** The stacks that a command works on, built from their settings. */
export interface Selection {
  readonly ids: readonly string[];
  /** Folder that holds `stacks/<id>/cdk.tf.json`. */
  readonly source: string;
  /** Stacks that are protected by their settings. */
  readonly protectedIds: ReadonlySet<string>;
  /** Stacks that are deployed to the emulator, by their settings. */
  readonly emulatedIds: readonly string[];
  /** What the named files say about a stack: `path = value (file:line)`. */
  readonly overrides: (id: string) => readonly string[];
  /** How the settings want the runs of a stack whose state is in HCP Terraform; nothing where they are on the machine of the command. */
  readonly hcpRuns: (id: string) => HcpRuns | undefined;
  /** The platform of a stack. */
  readonly platformOf: (id: string) => string | undefined;
  /** The stacks that a stack needs: they are deployed before it. */
  readonly dependencies: (id: string) => readonly string[];
  /** The stacks of the same environment that need a stack, whether or not they are built. */
  readonly dependents: (id: string) => readonly string[];
}

export interface SelectionProps {
  /** Ids or globs such as `aws-*-prod`. */
  readonly patterns: readonly string[];
  /** tfvars files that override all others. */
  readonly settingsFiles: readonly string[];
  /** Files over those, which the operator itself writes. @default - none */
  readonly ownFiles?: readonly string[];
  /** Values of Terraform variables: one that none of the stacks declares is an error. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Take a stack whose settings have a mistake as it was built last, and leave out one that was not: enough to destroy it. `say` names them. @default - a mistake is an error */
  readonly asBuiltLast?: { readonly root: string; readonly say: (line: string) => void };
  /** Gets the mistakes of each stack that could not be built; the others are worked on. @default - a mistake is an error */
  readonly apart?: (id: string, mistakes: string) => void;
}

/** Builds the named stacks in a temporary folder, which is removed after `use`. @throws {UserError} for any mistake in their settings */
export async function withSelection<T>(props: SelectionProps, use: (selection: Selection) => Promise<T>): Promise<T> {
  const { settingsFiles, ownFiles = [], vars = {} } = props;
  const project = await readProject();
  const selected = await select(project, props.patterns);
  mkdirSync(".local", { recursive: true, mode: 0o700 });
  const source = mkdtempSync(join(".local", `${ownName("synth")}-`));
  try {
    const { synthesize } = await import("../../stacks/synthesis/synthesize.js");
    const { mistakes, details, built } = await synthesize({
      project,
      outdir: source,
      stacks: selected,
      settingsFiles,
      ownFiles,
    });
    const isBuilt = ({ id }: StackReference) => built.includes(id);
    if (mistakes.length > 0 && !props.asBuiltLast && !props.apart)
      throw new MistakesError(mistakes.join("\n"), details);
    const wrong = selected.filter((stack) => !isBuilt(stack)).map(({ id }) => id);
    for (const id of wrong) props.apart?.(id, mistakesOf(id, details));
    const kept = props.asBuiltLast && wrong.length > 0 ? useLastBuilt(wrong, source, mistakes, props.asBuiltLast) : [];
    const ids = selected.map(({ id }) => id).filter((id) => built.includes(id) || kept.includes(id));
    refuseUnknownVariables(vars, ids, source);
    const flags = await readFlags(selected.filter(isBuilt), { files: settingsFiles, ownFiles });
    return await use({
      ids,
      source,
      ...flags,
      platformOf: (id) => project.stacks.find((stack) => stack.id === id)?.platform,
      dependencies: (id) => project.stacks.filter((stack) => stack.id === id).flatMap(({ needs }) => needs),
      dependents: (id) => project.stacks.filter(({ needs }) => needs.includes(id)).map((stack) => stack.id),
    });
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

/** The project that commands mean. Loaded late: the checks of settings take longer to load than help takes. */
export async function readProject(): Promise<Project> {
  const { readProject: read } = await import("../../settings/project/stacks.js");
  return read(projectPlace());
}

/** The project's stacks that ids and globs name; all if there are no ids. @throws {UserError} with the nearest id for one that names no stack */
export async function references(patterns: readonly string[]): Promise<readonly StackReference[]> {
  return select(await readProject(), patterns);
}

/** As {@link references}, of a project that is read already. */
export async function select({ stacks }: Project, patterns: readonly string[]): Promise<readonly StackReference[]> {
  if (patterns.length === 0) return stacks;
  const { selectStacks, StackSelectionError } = await import("../../stacks/registry.js");
  try {
    return selectStacks(stacks, patterns);
  } catch (error) {
    if (!(error instanceof StackSelectionError)) throw error;
    const [gone] = patterns.filter((id) => !stacks.some((stack) => stack.id === id) && wasBuilt(id));
    throw new UserError(gone ? goneText(gone) : error.message);
  }
}

/** Copies what was built last of stacks whose settings have mistakes. Returns the ids of those that there are. */
function useLastBuilt(
  ids: readonly string[],
  source: string,
  mistakes: readonly string[],
  { root, say }: NonNullable<SelectionProps["asBuiltLast"]>,
): string[] {
  const there = ids.filter((id) => existsSync(join(folderOf(id, root), "cdk.tf.json")));
  for (const id of there) {
    for (const part of ["cdk.tf.json", "assets"]) {
      const from = join(folderOf(id, root), part);
      if (existsSync(from)) cpSync(from, join(source, "stacks", id, part), { recursive: true });
    }
  }
  const which = there.join(", ") || "none of their stacks was built, none";
  say(
    `${which} taken as built last: the settings have mistakes, \`npm run check\` lists them, the first is\n  ${mistakes[0]}`,
  );
  return there;
}

function refuseUnknownVariables(vars: Readonly<Record<string, string>>, ids: readonly string[], source: string): void {
  const declared = new Set(ids.flatMap((id) => readStackConfig(join(source, "stacks", id, "cdk.tf.json")).variables));
  const unknown = Object.keys(vars).filter((name) => !declared.has(name));
  if (unknown.length === 0) return;
  const valid = [...declared].sort();
  const meant = didYouMean(nearest(unknown[0] as string, valid));
  throw new UserError(
    `unknown variable ${unknown.join(", ")}${meant || ","} declared by ${ids.join(", ")}: ${valid.join(", ") || "none"}`,
  );
}
