import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { formatMistake } from "../../settings/mistake";
import type { StackReference } from "../../settings/project/stacks";
import { mistakesOf } from "../../stacks/synthesis/mistake-lines";
import { StackView } from "../preflight/look/stack-view";
import { UserError } from "../process/user-error";
import { ownName } from "../start/leftovers.cjs";
import { count, type StatusFinding } from "../status/finding";
import { readProject, select } from "./selection";
import { readFlags } from "./stack-flags";

/** The stacks whose status is looked at, as their settings have them. */
export interface StatusViews {
  readonly environments: readonly string[];
  readonly views: readonly StackView[];
  /** Ids of every stack of the project; nothing where a file cannot be read that may name more. */
  readonly known: readonly string[] | undefined;
  /** Those of the views that are deployed to the emulator. */
  readonly emulatedIds: readonly string[];
  readonly environmentOf: (id: string) => string | undefined;
  /** A finding for each stack whose settings have mistakes: it is left out, and stops no other. */
  readonly wrong: readonly StatusFinding[];
}

/**
 * Builds the stacks of environments, in a folder that is removed again. @param names environments, ids or globs; all if there are none
 * @throws {UserError} for a name that is neither
 */
export async function statusViews(names: readonly string[], settingsFiles: readonly string[]): Promise<StatusViews> {
  const project = await readProject();
  const all = [...new Set(project.stacks.map(({ environment }) => environment))];
  const found: StackReference[] = names.length === 0 ? [...project.stacks] : [];
  for (const name of names) {
    if (all.includes(name)) found.push(...project.stacks.filter(({ environment }) => environment === name));
    else found.push(...(await select(project, [name]).catch((error) => refuse(error, name, all))));
  }
  const selected = [...new Set(found)];
  const ofProject = project.mistakes.length === 0 ? [] : [wrongText([], project.mistakes.map(formatMistake))];
  mkdirSync(".local", { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(".local", `${ownName("synth")}-`));
  try {
    const { synthesize } = await import("../../stacks/synthesis/synthesize.js");
    const { built, details } = await synthesize({ project, outdir: folder, stacks: selected, settingsFiles });
    const wrong = selected
      .filter(({ id }) => !built.includes(id))
      .map(({ id }) => {
        const own = details.filter(({ stack }) => stack === id);
        return wrongText([id], mistakesOf(id, own).split("\n"), own.length);
      });
    const { emulatedIds } = await readFlags(
      selected.filter(({ id }) => built.includes(id)),
      { files: settingsFiles },
    );
    return {
      environments: [...new Set(selected.map(({ environment }) => environment))],
      views: built.map((id) => new StackView(id, readFileSync(join(folder, "stacks", id, "cdk.tf.json"), "utf8"))),
      known: project.mistakes.length === 0 ? project.stacks.map(({ id }) => id) : undefined,
      emulatedIds,
      environmentOf: (id) => project.stacks.find((stack) => stack.id === id)?.environment,
      wrong: [...ofProject, ...wrong],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refuse(error: unknown, name: string, environments: readonly string[]): never {
  if (!(error instanceof UserError)) throw error;
  throw new UserError(
    `expected an environment (${environments.join(", ")}) or a stack, found ${name}; ${error.message}`,
  );
}

/** A finding about settings that cannot be read. */
function wrongText(stacks: readonly string[], lines: readonly string[], number = lines.length): StatusFinding {
  const which = stacks.length > 0 ? "it is not looked at" : "what they name is not looked at";
  return {
    topic: "settings",
    level: "unknown",
    stacks,
    subject: "",
    detail: `${count(number, "mistake")} in the settings, so ${which}; the first: ${lines[0]?.split("\n", 1)[0]}`,
    command: "npm run check",
  };
}
