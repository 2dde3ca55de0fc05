import pc from "picocolors";
import type { AttributeChange } from "./plan-attributes";
import type { Drift } from "./plan-drift";
import { doneText, type Interruption, interruptions } from "./plan-effects";
import {
  byHandText,
  computedText,
  countText,
  isSpelling,
  reasonOf,
  sidesOf,
  signOf,
  spelling,
  valuesText,
} from "./plan-words";
import type { Change, PlanAction, StackPlan } from "./stack-plan";

const paints: Readonly<Record<PlanAction, (text: string) => string>> = {
  delete: pc.red,
  replace: pc.red,
  forget: pc.yellow,
  update: pc.yellow,
  move: pc.cyan,
  import: pc.cyan,
  create: pc.green,
};

export interface PlanTextOptions {
  /** Values whole, and computed attributes one by one. @default false */
  readonly verbose?: boolean;
}

/** A plan for people: what is destroyed and replaced first, then changes, then what is made. No sensitive value is in it. */
export function planText(plan: StackPlan, options: PlanTextOptions = {}): string {
  const { id, changes, drift, outputs, hasChanges } = plan;
  if (!hasChanges) return [`${pc.bold(id)}: no changes`, ...givenLines(plan)].join("\n");
  const outputLines = Object.entries(outputs).map(([name, action]) => `  ${pc.dim(`output ${name}: ${action}`)}`);
  return [
    `${pc.bold(id)}: ${countText(changes) || "only outputs change"}`,
    ...drift.flatMap((change) => driftLines(change, options)),
    ...changes.flatMap((change) => changeLines(change, options)),
    ...outputLines,
    ...endLines(plan),
  ].join("\n");
}

/** What the plan comes to, in one line; below it, in red, what may be unwanted. */
function endLines(plan: StackPlan): string[] {
  const { id, changes, takenBack = [], stateStores = [] } = plan;
  const interrupted = interruptions(changes);
  const values = valuesText(plan).map(({ name, value, note }) => `${name} = ${value} (${note})`);
  const parts = [
    doneText(changes) || "only outputs change",
    interrupted.length > 0 ? pc.red(interruptionText(interrupted)) : "nothing that serves is replaced or destroyed",
    ...(values.length > 0 ? [values.join(", ")] : []),
  ];
  return [
    `  ${pc.bold("In all:")} ${parts.join("; ")}`,
    ...takenBack.map(({ variable, running, planned, addresses }) =>
      pc.red(
        `  TAKES A RUNNING IMAGE BACK: ${running} runs, this plan runs ${planned}, which the settings say (${addresses.join(", ")}). To keep it: --var ${variable}=${running}`,
      ),
    ),
    ...stateStores.map(({ kind, name, stacks }) =>
      pc.red(
        `  DELETES THE ${kind.toUpperCase()} ${name} of ${stacks.join(", ")}: only npm run destroy -- ${id} may, once no other stack has resources`,
      ),
    ),
    ...givenLines(plan),
  ];
}

function interruptionText(found: readonly Interruption[]): string {
  const shown = found.slice(0, 5).map(({ what, address, how }) => `${what} ${address} (${how})`);
  const more = found.length > 5 ? `, and ${found.length - 5} more` : "";
  return `may interrupt service: ${shown.join(", ")}${more}`;
}

/** What decides about this plan and is in no file of the project. */
function givenLines({ overrides = [], environment = [] }: StackPlan): string[] {
  const text = `  Set in the environment, and part of this plan: ${environment.join(", ")}`;
  return [...overrides.map((line) => `  By --settings: ${line}`), ...(environment.length > 0 ? [pc.yellow(text)] : [])];
}

function changeLines(change: Change, options: PlanTextOptions) {
  const { address, action, attributes = [], computed = [] } = change;
  const reason = reasonOf(change);
  const why = reason ? pc.dim(` (${reason})`) : "";
  return [
    `  ${paints[action](`${signOf(change).padStart(3)} ${address}`)}${why}`,
    ...attributes.map((attribute) => attributeLine(attribute, options)),
    ...computedLines(computed, options),
    ...(isSpelling(change) ? [pc.dim(`        ${spelling}`)] : []),
  ];
}

function attributeLine(attribute: AttributeChange, { verbose }: PlanTextOptions) {
  const { path, forcesReplacement } = attribute;
  const forces = forcesReplacement ? pc.red(" forces replacement") : "";
  const { from, to } = sidesOf(attribute, verbose);
  if (from === undefined) return `        ${path}: ${pc.green(`+ ${to ?? "(none)"}`)}${forces}`;
  if (to === undefined) return `        ${path}: ${pc.red(`- ${from}`)}${forces}`;
  return `        ${path}: ${from} → ${to}${forces}`;
}

function computedLines(computed: readonly string[], { verbose }: PlanTextOptions): string[] {
  if (computed.length === 0) return [];
  if (verbose) return computed.map((name) => pc.dim(`        ${name}: (computed)`));
  return [pc.dim(`        ${computedText(computed.length)}`)];
}

/** A change by hand, with a line for each place. */
export function driftLines({ address, action, attributes }: Drift, options: PlanTextOptions): string[] {
  return [
    `  ${pc.yellow(`  ! ${address} ${byHandText(action)}`)}`,
    ...attributes.map((attribute) => attributeLine(attribute, options)),
  ];
}
