import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../../settings/nearest";
import type { StackReference } from "../../stacks/registry";
import { didYouMean } from "../../stacks/unknown-stack";
import { MistakesError, UserError } from "../process/user-error";
import { readStackConfig } from "../terraform/stack-config";

/** The stacks that a command works on, built from their settings. */
export interface Selection {
  readonly ids: readonly string[];
  /** Folder that holds `stacks/<id>/cdk.tf.json`. */
  readonly source: string;
  /** Stacks that are protected by their settings. */
  readonly protectedIds: ReadonlySet<string>;
  /** Stacks that are deployed to the emulator, by their settings. */
  readonly emulatedIds: readonly string[];
  /** The stacks that a stack needs: they are deployed before it. */
  readonly dependencies: (id: string) => readonly string[];
  /** The built stacks that need a stack. */
  readonly dependents: (id: string) => readonly string[];
}

export interface SelectionProps {
  /** Ids or globs such as `aws-*-prod`. */
  readonly patterns: readonly string[];
  /** tfvars files that override all others. */
  readonly settingsFiles: readonly string[];
  /** Values of Terraform variables: one that none of the stacks declares is an error. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Also build the other stacks of the same environments. @default false */
  readonly wholeEnvironment?: boolean;
}

/** Builds the named stacks in a temporary folder, which is removed after `use`. @throws {UserError} for any mistake in their settings */
export async function withSelection<T>(props: SelectionProps, use: (selection: Selection) => Promise<T>): Promise<T> {
  const { settingsFiles, vars = {} } = props;
  const root = process.cwd();
  const { dependencies } = await import("../../stacks/registry.js");
  const selected = await references(props.patterns);
  const built = props.wholeEnvironment ? await neighbours(selected) : selected;
  mkdirSync(".local", { recursive: true });
  const source = mkdtempSync(join(".local", "synth-"));
  try {
    const { synthesize } = await import("../../stacks/synthesis/synthesize.js");
    const { mistakes, details } = await synthesize({ root, outdir: source, stacks: built, settingsFiles });
    if (mistakes.length > 0) throw new MistakesError(mistakes.join("\n"), details);
    const ids = selected.map(({ id }) => id);
    refuseUnknownVariables(vars, ids, source);
    const flags = await readFlags(selected, settingsFiles);
    return await use({
      ids,
      source,
      ...flags,
      dependencies: (id) => built.filter((stack) => stack.id === id).flatMap(dependencies),
      dependents: (id) => built.filter((stack) => dependencies(stack).includes(id)).map((stack) => stack.id),
    });
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

/** The stacks that ids and globs name; all stacks if there are no ids. @throws {UserError} with the nearest id for one that names no stack */
export async function references(patterns: readonly string[]): Promise<readonly StackReference[]> {
  const { allStacks, selectStacks, StackSelectionError } = await import("../../stacks/registry.js");
  if (patterns.length === 0) return allStacks(process.cwd());
  try {
    return selectStacks(process.cwd(), patterns);
  } catch (error) {
    throw error instanceof StackSelectionError ? new UserError(error.message) : error;
  }
}

async function neighbours(selected: readonly StackReference[]): Promise<readonly StackReference[]> {
  const environments = new Set(selected.map(({ environment }) => environment));
  return (await references([])).filter(({ environment }) => environments.has(environment));
}

async function readFlags(stacks: readonly StackReference[], files: readonly string[]) {
  const { loadSettings } = await import("../../settings/load.js");
  const read = ({ id, platform, environment }: StackReference) => ({
    id,
    ...loadSettings(platform, environment, { root: process.cwd(), files }).settings,
  });
  const settings = stacks.map(read);
  const idsWith = (flag: "protected" | "emulator") => settings.filter((of) => of[flag]).map(({ id }) => id);
  return { protectedIds: new Set(idsWith("protected")), emulatedIds: idsWith("emulator") };
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
