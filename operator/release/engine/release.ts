import { writeSteps } from "../../../settings/schema/release/steps";
import { totalSeconds, watchSeconds } from "../judge/strategies";
import { finalOf } from "../log/record";
import { agreeing, claim } from "../phases/claim";
import { drive } from "../phases/drive";
import type { ReleaseContext } from "../run/context";
import { commands, type ReleaseResult } from "../run/end";
import { ReleaseRefused } from "../run/ends";
import { planOf, type ReleaseRequest } from "../run/request";
import { lastRelease } from "../run/watched";
import { isLive, nothingToRelease } from "./nothing";
import { resume } from "./resume";

/**
 * Releases a build: from the claim to the last entry of its log. A release that another process left is brought to its end first, and nothing
 * new is begun then: what is so now must be seen first.
 *
 * @throws {ReleaseRefused} when nothing was begun: the message says who or what is in the way
 */
export async function release(context: ReleaseContext, request: ReleaseRequest): Promise<ReleaseResult> {
  const left = await resume(context);
  if (left && left.summary.status !== "aborted") return again(context, left, request);
  await refuseStuck(context);
  const { platform, state, stack, confirm } = context;
  const { values } = await agreeing(context);
  const fromBuild = platform.buildOf(values);
  if (await isLive(context, request.build, values)) return nothingToRelease(context, request);
  const plan = planOf(request, { from: { ...values }, fromBuild, configHash: state.configHash() });
  const minutes = Math.ceil(totalSeconds(request.steps, false) / 60);
  const most = Math.ceil(totalSeconds(request.steps, request.metrics) / 60);
  const late = most > minutes ? `, and up to ${most - minutes} more until figures have arrived` : "";
  const lines = [
    `${stack}: ${fromBuild} → ${request.build}`,
    `${request.strategy}, steps ${writeSteps(request.steps)}, watched ${watchSeconds / 60} minutes, about ${minutes} minutes in all${late}`,
    ...(request.migrate
      ? [`The migration ${request.migrate} runs first and is never taken back: it must suit ${fromBuild} too.`]
      : []),
    ...(request.with ? [afterwards(request.with, request.migrate)] : []),
    ...(platform.whole?.() ?? []),
    "This confirmation covers the way back too.",
  ];
  if (confirm && !(await confirm(lines))) throw new ReleaseRefused("Not confirmed: nothing was changed");
  const result = await drive(await claim(context, plan), request);
  const isAsBefore = result.released === false && result.summary.status === "aborted";
  return isAsBefore ? nothingToRelease(context, request) : result;
}

/** What the second stack gets. Each stack has a database of its own (docs/disaster-recovery.md), which needs the migration too. */
function afterwards(environment: string, migrate: string | undefined): string {
  const first = migrate === undefined ? "" : `, and runs ${migrate} there first: its database is its own`;
  return `Once it is completed, the same release begins in ${environment}${first}.`;
}

/** @throws {ReleaseRefused} when the weight of the last release must be set by hand or by another try */
export async function refuseStuck(context: ReleaseContext): Promise<void> {
  const log = await lastRelease(context);
  const text = log && stuckText(context.stack, finalOf(log.entries)?.summary);
  if (text) throw new ReleaseRefused(text);
}

/** What every command repeats while a release needs a hand. */
export function stuckText(stack: string, last: ReleaseResult["summary"] | undefined): string | undefined {
  if (last?.manual === undefined) return undefined;
  return `Release ${last.id} of ${stack} requires manual intervention: ${last.reason ?? "its weight is not known"}. By hand: ${last.manual}. Then, or with working credentials: ${commands.abort(stack)}`;
}

function again({ stack }: ReleaseContext, { summary, lines }: ReleaseResult, { build }: ReleaseRequest): ReleaseResult {
  const more = `That was release ${summary.id} of ${stack}, which had been left. Run the command again to begin a new one.`;
  return { summary, lines: [...lines, more], isOther: summary.build !== build };
}
