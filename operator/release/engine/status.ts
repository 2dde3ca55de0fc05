import { duration } from "../../process/duration";
import type { Summary } from "../log/entries";
import { history } from "../log/history";
import { finalOf, summarize } from "../log/record";
import { differText } from "../phases/claim";
import type { ReleaseContext } from "../run/context";
import { commands } from "../run/end";
import { lastRelease, type Watcher, watcherOf } from "../run/watched";
import { readTruth } from "../run/weights";
import { dueText, isKept, isStopDue } from "./keep";
import { stuckText } from "./release";

/** What is so now, for `--status --json`. */
export interface ReleaseStatus {
  readonly stack: string;
  /** The build that users have by the state. */
  readonly build: string;
  /** Share of the new side: what is real, and what the state says. */
  readonly weight: { readonly real: number; readonly state: number };
  readonly release?: Summary;
  /** Who runs the release now. Undefined: it has ended, or was left. */
  readonly watcher?: Watcher;
  readonly rollback_available: boolean;
  readonly requires_manual_intervention: boolean;
  /** The old side still runs and need not be kept. */
  readonly stop_due: boolean;
}

/** A summary as history gives it, with what can be done about it now. */
export interface HistoryItem extends Summary {
  readonly rollback_available: boolean;
  readonly requires_manual_intervention: boolean;
}

/** What is so now. Reads only. */
export async function status(
  context: ReleaseContext,
): Promise<{ readonly data: ReleaseStatus; readonly lines: readonly string[] }> {
  const { platform, stack, clock } = context;
  const log = await lastRelease(context);
  const truth = await readTruth(context);
  const final = log && finalOf(log.entries);
  const release = log && (final?.summary ?? summarize(log));
  const watcher = log && watcherOf(context, log);
  const isAvailable = final !== undefined && canTakeBack(final.summary) && isKept(context, truth.values, final.summary);
  const data: ReleaseStatus = {
    stack,
    build: platform.buildOf(truth.values),
    weight: { real: truth.weight, state: platform.weightOf(truth.values) },
    release,
    watcher,
    rollback_available: isAvailable,
    requires_manual_intervention: release?.manual !== undefined,
    stop_due: isStopDue(context, log, truth.values),
  };
  const stuck = stuckText(stack, final?.summary);
  const lines = [
    `${stack}: ${data.build} is live, the new side has ${truth.weight} %`,
    ...(release ? releaseLines(release, clock.now()) : [`No release of ${stack} is in the log.`]),
    ...(log && !final ? pendingLines(stack, watcher) : []),
    ...(stuck ? [stuck] : []),
    ...(final && !stuck && !truth.agree ? [differText(context, truth)] : []),
    ...(isAvailable
      ? [
          `${commands.rollback(stack)} takes back to ${platform.standby(truth.values)} with one change, until ${release?.keptUntil}`,
        ]
      : []),
    ...(data.stop_due ? [dueText(stack, platform.standby(truth.values))] : []),
  ];
  return { data, lines };
}

/** The newest releases of a stack, newest first. */
export async function releases(
  context: ReleaseContext,
  most?: number,
): Promise<{ readonly data: readonly HistoryItem[]; readonly lines: readonly string[] }> {
  const all = await history(context.store, context.stack, most);
  const values = all.length > 0 ? await context.state.read() : {};
  const completed = all.findIndex((one) => one.status === "completed");
  const [newest] = all;
  const data = all.map((one, index) => ({
    ...one,
    rollback_available:
      index === completed && canTakeBack(one) && newest !== undefined && isKept(context, values, newest),
    requires_manual_intervention: one.manual !== undefined,
  }));
  if (data.length === 0) return { data, lines: [`No release of ${context.stack} is in the log.`] };
  return { data, lines: data.flatMap((one) => releaseLines(one, context.clock.now())) };
}

/** What a rollback took back is given to users again by its name alone. */
const canTakeBack = ({ kind, status }: Summary): boolean => !(kind === "rollback" && status === "completed");

function releaseLines(one: Summary, now: number): string[] {
  const seconds = (Date.parse(one.ended ?? new Date(now).toISOString()) - Date.parse(one.started)) / 1000;
  const kind = one.kind === "rollback" ? "rollback, " : "";
  return [
    `${one.id} ${kind}${one.status}: ${one.fromBuild} → ${one.build}, ${one.started} by ${one.who}${one.approved ? `, approved by ${one.approved.approver} in ${one.approved.environment}` : ""}, ${duration(seconds)}`,
    ...one.phases.map(
      ({ name, seconds: took, is, skippedBy }) =>
        `  ${name}: ${is}, ${duration(took)}${skippedBy ? `, skipped by ${skippedBy}` : ""}`,
    ),
    ...one.figures.map(
      ({ percent, phase, verdict, reasons }) => `  ${phase} ${percent} %: ${verdict}, ${reasons.join("; ")}`,
    ),
    ...(one.migration ? [`  migration ${one.migration.task}: ${one.migration.is}`] : []),
    ...Object.entries(one.waived).map(([name, reason]) => `  ${name} was waived: ${reason}`),
    ...(one.reason ? [`  ${one.reason}`] : []),
    ...(one.manual ? [`  by hand: ${one.manual}`] : []),
  ];
}

function pendingLines(stack: string, watcher: Watcher | undefined): string[] {
  if (watcher) {
    const until = new Date(watcher.until).toISOString();
    return [
      `It is run by ${watcher.who} on ${watcher.host} until ${until}. ${commands.promote(stack)} skips the step, ${commands.abort(stack)} ends it`,
    ];
  }
  return [
    `Its operator is gone. ${commands.abort(stack)} takes it back, ${commands.resume(stack)} goes on where that is possible`,
  ];
}
