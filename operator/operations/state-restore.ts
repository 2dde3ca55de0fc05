import { existsSync } from "node:fs";
import { lockText } from "../errors/lock";
import { holderLife, worksHere } from "../errors/lock-holder-life";
import { planText } from "../plan/plan-text";
import type { StackPlan } from "../plan/stack-plan";
import { interrupt } from "../process/interrupt";
import { processText } from "../process/terraform-processes";
import { InterruptedError, UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import { changesBetween, fingerprint, nothing, type StateChanges } from "../states/changes";
import { conditionText } from "../states/condition";
import { readHistory, type StateHistory, type StateVersion } from "../states/history";
import { statesOf } from "../states/open";
import { pick } from "../states/pick";
import { changeLines } from "../states/report";
import { readState } from "../states/state-text";
import type { States } from "../states/states";
import { factsText, restoreCommand } from "../states/words";
import { problemLines } from "../states/wrong-state";
import { refuseEarlierState } from "../terraform/earlier-state";
import type { Workspace } from "../terraform/workspace";
import type { Change } from "./approval";
import { planWithState } from "./plan-with-state";
import { refuseRestoreDuringRelease } from "./release-guard";

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

/** @throws {UserError} while another run holds the state, or a Terraform of this checkout works on the stack */
async function refuseWhileWorkedOn(states: States, workspace: Workspace): Promise<void> {
  const { id, root, config } = workspace;
  const lock = await states.holder();
  if (lock?.who && config.backend.type === "cloud")
    throw new UserError(
      `${id}: ${lock.who} works on it (${lock.id}, ${lock.operation}): wait until it ends, or cancel it there`,
    );
  if (lock) throw new UserError(lockText(id, lock, holderLife(id, lock.who, root)));
  // One of another checkout holds the lock if the state is the same.
  const [working] = worksHere(id);
  if (working) throw new UserError(`${id}: ${processText(working)} works on it: wait until it ends`);
  const file = workspace.path("errored.tfstate");
  if (existsSync(file))
    throw new UserError(
      `${id}: an earlier run could not save its state and left ${file}, which is newer than every version: the next deploy from here saves it. ` +
        "Remove it first if it is not wanted",
    );
}

/** @throws {UserError} for a version that no state of the stack can be made of */
function refuseUnfit(id: string, { id: version, condition, bytes }: StateVersion): void {
  if (condition.is === "whole") return;
  const why = conditionText(condition, bytes);
  throw new UserError(
    `${id}: version ${version} cannot be put back: ${why}. npm run state -- history ${id} says which one is whole`,
  );
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

function restoreLines(
  id: string,
  version: StateVersion,
  now: StateVersion | undefined,
  changes: StateChanges | undefined,
): string[] {
  const over = now && !now.isDeletion ? `over version ${now.id} (${factsText(now)})` : "where there is no object";
  const head = `${id}: put version ${version.id} of ${version.saved.toISOString()} (${factsText(version)}) back, ${over}`;
  return [head, ...(changes ? ["  in the state:", ...changeLines(changes)] : [])];
}

function planLines(plan: StackPlan | undefined): string[] {
  if (!plan) return ["  what the next plan does was not looked at (--no-plan)"];
  return ["  the next plan with it, which changes nothing by itself:", planText(plan).replace(/^/gm, "    ")];
}

/** The highest serial of all versions of the same origin. */
function highestSerial({ versions }: StateHistory, { state }: StateVersion): number {
  const own = versions.flatMap(({ state: of }) => (of && of.lineage === state?.lineage ? [of.serial] : []));
  return Math.max(0, ...own);
}

function endLines(
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
