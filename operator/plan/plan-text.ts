import pc from "picocolors";
import type { AttributeChange } from "./plan-attributes";
import type { Drift } from "./plan-drift";
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
  if (!hasChanges) return `${pc.bold(id)}: no changes`;
  const outputLines = Object.entries(outputs).map(([name, action]) => `  ${pc.dim(`output ${name}: ${action}`)}`);
  return [
    `${pc.bold(id)}: ${countText(changes) || "only outputs change"}`,
    ...drift.flatMap((change) => driftLines(change, options)),
    ...changes.flatMap((change) => changeLines(change, options)),
    ...outputLines,
  ].join("\n");
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

function changeLines({ address, action, reason, attributes = [], computed = [] }: Change, options: PlanTextOptions) {
  const { sign, paint } = marks[action];
  const why = reason ? pc.dim(` (${reason.replaceAll("_", " ")})`) : "";
  return [
    `  ${paint(`${sign.padStart(3)} ${address}`)}${why}`,
    ...attributes.map((attribute) => attributeLine(attribute, options)),
    ...computedLines(computed, options),
  ];
}

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
  if (verbose) return computed.map((name) => pc.dim(`        ${name}: (known after apply)`));
  const noun = computed.length === 1 ? "computed attribute" : "computed attributes";
  return [pc.dim(`        ${computed.length} ${noun} known after apply`)];
}

function driftLines({ address, action, attributes }: Drift, options: PlanTextOptions): string[] {
  const what = action === "delete" ? "was removed" : "was changed";
  return [
    `  ${pc.yellow(`  ! ${address} ${what} outside of Terraform`)}`,
    ...attributes.map((attribute) => attributeLine(attribute, options)),
  ];
}
