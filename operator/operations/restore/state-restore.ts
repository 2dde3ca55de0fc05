import type { StackPlan } from "../../plan/stack-plan";
import { interrupt } from "../../process/interrupt";
import { InterruptedError, UserError } from "../../process/user-error";
import type { Progress } from "../../progress/progress";
import { changesBetween, fingerprint, nothing, type StateChanges } from "../../states/changes";
import { readHistory, type StateHistory, type StateVersion } from "../../states/history";
import { statesOf } from "../../states/open";
import { pick } from "../../states/pick";
import { readState } from "../../states/state-text";
import type { States } from "../../states/states";
import { problemLines } from "../../states/wrong-state";
import { refuseEarlierState } from "../../terraform/earlier-state";
import type { Workspace } from "../../terraform/workspace";
import type { Change } from "../approval";
import { refuseRestoreDuringRelease } from "../release-guard";
import { refuseUnfit, refuseWhileWorkedOn } from "./guard";
import { planWithState } from "./plan-with-state";
import { endLines, planLines, restoreLines } from "./text";

export interface RestoreOptions {
  /** The version, as a person names it. */
  readonly version: string;
  /** How many versions are read. */
  readonly most: number;
  /** Plan with the version's state before the question. @default true */
  readonly plan?: boolean;
  /** As in PlanOptions. @default true */
  readonly refresh?: boolean;
  readonly progress: Progress;
  readonly confirm: (change: Change) => Promise<boolean>;
}

/** What a restore did. */
export interface Restored {
  readonly stack: string;
  readonly status: "restored" | "unchanged" | "declined";
  /** The version that was put back. */
  readonly version: string;
  /** The version that was read before; nothing if there was none. */
  readonly over?: string;
  /** The version that is read now, and its serial. */
  readonly saved?: { readonly id: string; readonly serial: number };
  /** What differs from what was read before; nothing where that is no state. */
  readonly changes?: StateChanges;
  /** What the next plan does. */
  readonly plan?: StackPlan;
  readonly lines: readonly string[];
}

/**
 * Puts an earlier version of a stack's state back as the newest, once it was shown what the next plan does with it. Works on a state that
 * Terraform refuses to read.
 * @throws {UserError} while something works on the stack, or for a version that is not whole or is another stack's
 */
export async function restoreState(workspace: Workspace, options: RestoreOptions): Promise<Restored> {
  const states = await statesOf(workspace);
  try {
    return await restoreFrom(states, workspace, options);
  } finally {
    states.close();
  }
}

async function restoreFrom(states: States, workspace: Workspace, options: RestoreOptions): Promise<Restored> {
  const { id } = workspace;
  const { progress } = options;
  await refuseEarlierState(workspace);
  await refuseWhileWorkedOn(states, workspace);
  const history = await readHistory(id, states, options.most);
  const version = pick(history, options.version);
  const [now] = history.versions;
  const problem = problemLines(history);
  const say = (text: string) => progress.report({ stack: id, type: "note", text });
  await refuseRestoreDuringRelease(workspace, problem === undefined, say);
  refuseUnfit(id, version);
  const head = { stack: id, version: version.id, ...(now && !now.isDeletion && { over: now.id }) };
  if (version === now && !problem)
    return {
      ...head,
      status: "unchanged",
      lines: [`${id}: version ${version.id} is read already, and is whole: nothing was changed`],
    };

  const text = await states.text(version);
  const changes = await changesFrom(states, now, text);
  const { refresh = true } = options;
  const plan = options.plan === false ? undefined : await planned(workspace, text, refresh, progress);
  const shown = { ...head, ...(changes && { changes }), ...(plan && { plan }) };
  const summary = [...(problem?.slice(0, 1) ?? []), ...restoreLines(id, version, now, changes), ...planLines(plan)];
  const isConfirmed = await options.confirm({ id, text: summary.join("\n"), verb: "restore the state of" });
  if (interrupt.requested) throw new InterruptedError("stopped before anything was changed");
  if (!isConfirmed) return { ...shown, status: "declined", lines: [`${id}: declined, nothing was changed`] };
  await refuseWhileWorkedOn(states, workspace);
  const saved = await states.putBack({ version, text, over: now, highest: highestSerial(history, version) });
  return { ...shown, status: "restored", saved, lines: endLines(id, version, now, saved) };
}

/** What differs once the version is read, from what is read now. */
async function changesFrom(
  states: States,
  now: StateVersion | undefined,
  text: string,
): Promise<StateChanges | undefined> {
  const after = readState(text);
  if (!after || now?.condition.is !== "whole") return undefined;
  const before = readState(await states.text(now));
  return changesBetween(before ? fingerprint(before) : nothing, fingerprint(after));
}

/** @throws {UserError} that names the way without a plan, where Terraform cannot plan */
async function planned(workspace: Workspace, text: string, refresh: boolean, progress: Progress): Promise<StackPlan> {
  try {
    return await planWithState(workspace, text, { progress, refresh });
  } catch (error) {
    if (error instanceof InterruptedError || !(error instanceof UserError)) throw error;
    throw new UserError(
      `${workspace.id}: the next plan with this version fails. Nothing was changed. To put it back all the same: --no-plan\n${error.message}`,
      { cause: error },
    );
  }
}

/** The highest serial of all versions of the same origin. */
function highestSerial({ versions }: StateHistory, { state }: StateVersion): number {
  const own = versions.flatMap(({ state: of }) => (of && of.lineage === state?.lineage ? [of.serial] : []));
  return Math.max(0, ...own);
}
