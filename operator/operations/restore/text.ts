import { planText } from "../../plan/plan-text";
import type { StackPlan } from "../../plan/stack-plan";
import type { StateChanges } from "../../states/changes";
import type { StateVersion } from "../../states/history";
import { changeLines } from "../../states/report";
import { factsText, restoreCommand } from "../../states/words";

/** What a restore would do to the state, for people. */
export function restoreLines(
  id: string,
  version: StateVersion,
  now: StateVersion | undefined,
  changes: StateChanges | undefined,
): string[] {
  const over = now && !now.isDeletion ? `over version ${now.id} (${factsText(now)})` : "where there is no object";
  const head = `${id}: put version ${version.id} of ${version.saved.toISOString()} (${factsText(version)}) back, ${over}`;
  return [head, ...(changes ? ["  in the state:", ...changeLines(changes)] : [])];
}

/** What the next plan does with the version, for people. */
export function planLines(plan: StackPlan | undefined): string[] {
  if (!plan) return ["  what the next plan does was not looked at (--no-plan)"];
  return ["  the next plan with it, which changes nothing by itself:", planText(plan).replace(/^/gm, "    ")];
}

/** What a restore did, and the way back. */
export function endLines(
  id: string,
  version: StateVersion,
  now: StateVersion | undefined,
  saved: { readonly id: string; readonly serial: number },
): string[] {
  const back = now?.condition.is === "whole" ? [`  what was read before: ${restoreCommand(id, now.id)}`] : [];
  return [
    `${id}: restored: version ${version.id} is read again, as version ${saved.id} (serial ${saved.serial})`,
    `  what it does to what is deployed: npm run plan -- ${id}`,
    ...back,
  ];
}
