import type { Status, Summary } from "../log/entries";
import { summarize } from "../log/record";
import { messageOf } from "./ends";
import type { Run } from "./run";

/** How a release ended. */
export interface ReleaseResult {
  readonly summary: Summary;
  /** What happened, what is so now, and what to do next. */
  readonly lines: readonly string[];
  /** False where users had the build already: the summary is that of the release which gave it to them. @default true */
  readonly released?: false;
  /** A release that was left was brought to its end, and is of another build than the wanted one. @default false */
  readonly isOther?: boolean;
}

/** Writes the last entry, which holds the summary that history shows. The caller prints the lines. */
export async function end(
  run: Run,
  status: Status,
  more: Partial<Summary>,
  lines: readonly string[],
): Promise<ReleaseResult> {
  const { context, log } = run;
  const ended = new Date(context.clock.now()).toISOString();
  const summary = summarize(log, { status, ended, ...more });
  await run.record({ type: "final", summary }, 0);
  return { summary, lines };
}

/** The same where the log cannot be written: users come first, the log catches up when a later command ends the release. */
export async function endAnyway(
  run: Run,
  status: Status,
  more: Partial<Summary>,
  lines: readonly string[],
): Promise<ReleaseResult> {
  try {
    return await end(run, status, more, lines);
  } catch (error) {
    const unwritten = `The log of release ${run.log.id} could not be written: ${messageOf(error)}`;
    return { summary: summarize(run.log, { status, ...more }), lines: [...lines, unwritten] };
  }
}

/** The commands that messages name. */
export const commands = {
  status: (stack: string) => `npm run release -- ${stack} --status`,
  abort: (stack: string) => `npm run release -- ${stack} --abort`,
  promote: (stack: string) => `npm run release -- ${stack} --promote`,
  resume: (stack: string) => `npm run release -- ${stack} --resume`,
  rollback: (stack: string) => `npm run rollback -- ${stack}`,
  history: (stack: string) => `npm run releases -- ${stack}`,
} as const;
