import { finalOf, hasShifted, intentOf, isDone, lastIntent } from "../log/record";
import type { ReleaseLog } from "../log/release-log";
import { back } from "../phases/back";
import { aborted, fromShift, fromStart, guarded } from "../phases/drive";
import { finishForward } from "../phases/finish";
import { waitForTask } from "../phases/migrate";
import { reverseForward } from "../phases/reverse";
import { pollSeconds, type ReleaseContext } from "../run/context";
import { commands, type ReleaseResult } from "../run/end";
import { ReleaseRefused } from "../run/ends";
import { persist } from "../run/persist";
import { Run } from "../run/run";
import { lastRelease, refuseWatched } from "../run/watched";
import { readTruth } from "../run/weights";

export interface ResumeOptions {
  /** Go on with a release in mid-shift instead of taking it back (`--resume`). @default false */
  readonly goOn?: boolean;
  /** The build that is wanted now: a release goes on with its own only. @default - any */
  readonly build?: string;
  /** Why, for the record. */
  readonly reason?: string;
}

/** Seconds that a process which takes a release over has until its first own intent. */
const takeSeconds = 300;

/**
 * Goes on with a release whose operator is gone, by the last entry of its log, the state and the real weights. Two in a row give the same end.
 *
 * @returns undefined if there is none to go on with
 * @throws {ReleaseRefused} when another process runs it
 */
export async function resume(context: ReleaseContext, options: ResumeOptions = {}): Promise<ReleaseResult | undefined> {
  const log = await lastRelease(context);
  if (!log || finalOf(log.entries)) return undefined;
  refuseWatched(context, log);
  return takeUp(context, log, options);
}

/** The same for a release that this process may have, watched or not. */
export async function takeUp(context: ReleaseContext, log: ReleaseLog, options: ResumeOptions): Promise<ReleaseResult> {
  await orphanEnded(context);
  const run = new Run(context, log);
  const at = lastIntent(log.entries);
  const to = options.goOn ? "go on" : "go back";
  await persist(context, "take the release over", () => run.write({ type: "taken", to }, takeSeconds));
  context.say(`Release ${log.id} of ${context.stack} was left by its operator in "${nameOf(at?.intent)}".`);
  if (!at || at.intent.type === "claim") return aborted(run, ["its operator ended before anything was changed"]);
  const { phase, reason = "", because = "failed" } = at.intent;
  if (phase === "finish") return guarded(run, () => finishForward(run));
  if (phase === "reverse") return guarded(run, () => reverseForward(run, reason));
  if (phase === "back") return back(run, because, [reason]);
  const why = options.reason ?? "its operator ended";
  if (phase === "migrate") return guarded(run, () => resumeMigration(run, options, why));
  if (run.plan.kind === "rollback" || !options.goOn || !hasShifted(log.entries)) return back(run, "person", [why]);
  return guarded(run, () => goOn(run, options, why));
}

/** 3: the task is looked up, and never run a second time unless a person says so. */
async function resumeMigration(run: Run, { goOn: isToGoOn }: ResumeOptions, why: string): Promise<ReleaseResult> {
  const { task = "", startedBy = "" } = intentOf(run.log.entries, "migrate") ?? {};
  if (!isDone(run.log.entries, "migrate")) await waitForTask(run, task, startedBy);
  // Read from the log: the wait has added it.
  if (isToGoOn) return fromStart(run);
  return back(run, "person", [why]);
}

/** 6 and 7: only with the same configuration and build, and weights that this release has set. */
async function goOn(run: Run, { build }: ResumeOptions, why: string): Promise<ReleaseResult> {
  const { context, plan, log } = run;
  const shift = intentOf(log.entries, "shift");
  const step = shift?.step ?? 0;
  const before = plan.steps[step - 1]?.percent ?? 0;
  const read = () => readTruth(context);
  const { weight, agree } = await persist(context, "read the weight and the state", read, { stops: true });
  const reasons = [
    ...(context.state.configHash() === plan.configHash ? [] : ["the configuration is another one than when it began"]),
    ...(build === undefined || build === plan.build ? [] : [`it releases ${plan.build}, wanted is ${build}`]),
    ...(agree && [before, shift?.percent].includes(weight)
      ? []
      : [`the new side has ${weight} %, not what was set last`]),
  ];
  if (reasons.length > 0) return back(run, "failed", [why, ...reasons.map((reason) => `cannot go on: ${reason}`)]);
  return fromShift(run, step);
}

function nameOf(intent: NonNullable<ReturnType<typeof lastIntent>>["intent"] | undefined): string {
  if (!intent || intent.type === "claim") return "check";
  return intent.phase === "shift" ? `${intent.percent} %` : intent.phase;
}

/** A Terraform that its operator left running still writes the state. */
async function orphanEnded(context: ReleaseContext): Promise<void> {
  for (let said = ""; ; ) {
    const orphan = await context.orphan?.();
    if (orphan === undefined) return;
    if (context.interrupt.aborted)
      throw new ReleaseRefused(`${orphan} still runs: try again with ${commands.abort(context.stack)}`);
    if (orphan !== said) context.say(`waiting for ${orphan}`);
    said = orphan;
    await context.clock.sleep(pollSeconds * 1000, context.interrupt);
  }
}
