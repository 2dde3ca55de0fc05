import pc from "picocolors";
import type { AttributeChange } from "./plan-attributes";
import type { Drift } from "./plan-drift";
import { doneText, type Interruption, interruptions } from "./plan-effects";
import { type Change, type PlanAction, planActions, type StackPlan } from "./stack-plan";
import { excerpt } from "./text-excerpt";

const marks: Readonly<Record<PlanAction, { readonly sign: string; readonly paint: (text: string) => string }>> = {
  delete: { sign: "-", paint: pc.red },
  replace: { sign: "-/+", paint: pc.red },
  forget: { sign: ".", paint: pc.yellow },
  update: { sign: "~", paint: pc.yellow },
  move: { sign: ">", paint: pc.cyan },
  import: { sign: "<", paint: pc.cyan },
  create: { sign: "+", paint: pc.green },
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
  const { id, changes, variables = [], takenBack = [], stateStores = [] } = plan;
  const interrupted = interruptions(changes);
  const values = variables.map(({ name, value, source, setting = value }) => {
    const also = setting === value ? "" : `; setting ${setting}`;
    return `${name} = ${value} (${source}${also})`;
  });
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

/** `2 to delete, 1 to update, 105 to create`. */
export function countText(changes: readonly Change[]): string {
  const counts = planActions.map((action) => ({
    action,
    count: changes.filter((change) => change.action === action).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} to ${action}`)
    .join(", ");
}

function changeLines(change: Change, options: PlanTextOptions) {
  const { address, action, reason, attributes = [], computed = [] } = change;
  const { paint } = marks[action];
  const sign = change.createdFirst ? "+/-" : marks[action].sign;
  const why = reason ? pc.dim(` (${reason.replaceAll("_", " ")})`) : "";
  return [
    `  ${paint(`${sign.padStart(3)} ${address}`)}${why}`,
    ...attributes.map((attribute) => attributeLine(attribute, options)),
    ...computedLines(computed, options),
    ...(change.attributes?.length === 0 && computed.length === 0 ? [pc.dim(`        ${spelling}`)] : []),
  ];
}

/** An update of which no value differs once texts are read as JSON. */
const spelling = "only the spelling of JSON differs";

function attributeLine({ path, before, after, forcesReplacement }: AttributeChange, { verbose }: PlanTextOptions) {
  const forces = forcesReplacement ? pc.red(" forces replacement") : "";
  const none = "(none)";
  const [from, to] = verbose ? [before, after] : excerpt(before, after);
  if (before === none) return `        ${path}: ${pc.green(`+ ${to}`)}${forces}`;
  if (after === none) return `        ${path}: ${pc.red(`- ${from}`)}${forces}`;
  return `        ${path}: ${from} → ${to}${forces}`;
}

function computedLines(computed: readonly string[], { verbose }: PlanTextOptions): string[] {
  if (computed.length === 0) return [];
  if (verbose) return computed.map((name) => pc.dim(`        ${name}: (computed)`));
  return [pc.dim(`        ${computed.length} computed attribute${computed.length === 1 ? "" : "s"}`)];
}

/** A change by hand, with a line for each place. */
export function driftLines({ address, action, attributes }: Drift, options: PlanTextOptions): string[] {
  const what = action === "delete" ? "was removed" : "was changed";
  return [
    `  ${pc.yellow(`  ! ${address} ${what} outside of Terraform`)}`,
    ...attributes.map((attribute) => attributeLine(attribute, options)),
  ];
}
