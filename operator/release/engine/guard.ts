import { finalOf } from "../log/record";
import type { ReleaseContext } from "../run/context";
import { commands } from "../run/end";
import { lastRelease, watchedText, watcherOf } from "../run/watched";
import { dueText, isStopDue } from "./keep";
import { stuckText } from "./release";

/** Commands that a release keeps out. */
export type Guarded = "deploy" | "destroy" | "rollback --to";

/** What a command on a stack says first, and whether it may run. */
export interface Guard {
  readonly refused: boolean;
  readonly lines: readonly string[];
}

/**
 * What `deploy`, `destroy` and `rollback --to` say before anything else. They are refused while a release runs, was left by its operator, or
 * requires a hand; an old side that is due to stop is only said.
 */
export async function guard(context: ReleaseContext, command: Guarded): Promise<Guard> {
  const { stack, platform, state } = context;
  const log = await lastRelease(context);
  const final = log && finalOf(log.entries);
  if (log && !final) return { refused: true, lines: pendingLines(context, log, command) };
  const stuck = stuckText(stack, final?.summary);
  if (stuck) return { refused: true, lines: [`${command} is refused. ${stuck}`] };
  const values = await state.read();
  if (!isStopDue(context, log, values)) return { refused: false, lines: [] };
  return { refused: false, lines: [dueText(stack, platform.standby(values))] };
}

function pendingLines(
  context: ReleaseContext,
  log: NonNullable<Awaited<ReturnType<typeof lastRelease>>>,
  command: Guarded,
) {
  const { stack } = context;
  const watcher = watcherOf(context, log);
  if (watcher) return [`${command} is refused during a release. ${watchedText(context, log, watcher)}`];
  return [
    `${command} is refused: release ${log.id} of ${stack} (${log.plan.build}) was left by its operator. Take it back with ${commands.abort(stack)}, or go on with ${commands.resume(stack)}`,
  ];
}
