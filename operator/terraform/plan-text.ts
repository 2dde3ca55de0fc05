import pc from "picocolors";
import { type Change, type PlanAction, planActions, type StackPlan } from "./stack-plan";

const marks: Readonly<Record<PlanAction, { readonly sign: string; readonly paint: (text: string) => string }>> = {
  delete: { sign: "-", paint: pc.red },
  replace: { sign: "-/+", paint: pc.red },
  forget: { sign: ".", paint: pc.yellow },
  update: { sign: "~", paint: pc.yellow },
  move: { sign: ">", paint: pc.cyan },
  import: { sign: "<", paint: pc.cyan },
  create: { sign: "+", paint: pc.green },
};

/** A plan for people: what is destroyed and replaced first, then changes, then what is made. No sensitive value is in it. */
export function planText({ id, changes, drift, outputs, hasChanges }: StackPlan): string {
  if (!hasChanges) return [`${pc.bold(id)}: no changes`, ...driftLines(drift)].join("\n");
  const lines = changes.flatMap(changeLines);
  const outputLines = Object.entries(outputs).map(([name, action]) => `  ${pc.dim(`output ${name}: ${action}`)}`);
  return [
    `${pc.bold(id)}: ${countText(changes) || "only outputs change"}`,
    ...driftLines(drift),
    ...lines,
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

function changeLines({ address, action, reason, attributes = [] }: Change): string[] {
  const { sign, paint } = marks[action];
  const why = reason ? pc.dim(` (${reason.replaceAll("_", " ")})`) : "";
  return [
    `  ${paint(`${sign.padStart(3)} ${address}`)}${why}`,
    ...attributes.map(({ path, before, after, forcesReplacement }) => {
      const forces = forcesReplacement ? pc.red(" forces replacement") : "";
      return `        ${path}: ${before} → ${after}${forces}`;
    }),
  ];
}

function driftLines(drift: readonly Change[]): string[] {
  return drift.map(({ address, action }) => {
    const what = action === "delete" ? "was removed" : "was changed";
    return `  ${pc.yellow(`  ! ${address} ${what} outside of Terraform`)}`;
  });
}
