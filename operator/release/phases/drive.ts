import { UserError } from "../../process/user-error";
import { LostRelease } from "../log/lost";
import { hasShifted, intentOf, lastIntent } from "../log/record";
import { commands, end, type ReleaseResult } from "../run/end";
import { GoBack, messageOf, NoCredentials, NothingNew, ReleaseUnfinished } from "../run/ends";
import type { ReleaseRequest } from "../run/request";
import type { Run } from "../run/run";
import { back, stuck } from "./back";
import { changedSince } from "./changed";
import { check } from "./check";
import { finish } from "./finish";
import { migrate } from "./migrate";
import { beginJudging } from "./observe";
import { isDivided, shiftAll, watch } from "./shift";
import { smoke, start } from "./start";

/** 2 to 10 of a release that was claimed. */
export async function drive(run: Run, request: ReleaseRequest): Promise<ReleaseResult> {
  const refused = await checked(run, request);
  if (refused) return refused;
  return guarded(run, async () => {
    await migrate(run);
    return fromStart(run);
  });
}

/**
 * The first release of functions that a deploy gave users: nothing starts and no share is shifted. They are checked, tested and recorded, so
 * that evidence may say of them what it says of every build.
 */
export async function driveFirst(run: Run, request: ReleaseRequest): Promise<ReleaseResult> {
  const refused = await checked(run, request);
  if (refused) return refused;
  return guarded(run, async () => {
    await smoke(run);
    return finish(run);
  });
}

/** 4 to 10: from the start of the new side. */
export async function fromStart(run: Run): Promise<ReleaseResult> {
  await start(run);
  await smoke(run);
  return fromShift(run, 0);
}

/** 6 to 10: from a step on. */
export async function fromShift(run: Run, step: number): Promise<ReleaseResult> {
  if (await isDivided(run)) await watch(run, await shiftAll(run, beginJudging(run), step));
  return finish(run);
}

/**
 * What happens to a release when a phase before the finish ends it: it goes back. Without credentials nothing can be done but to name the call.
 * From the intent of a finish or of a reverse on there is no way back: what fails then leaves the release open, and a later command goes on.
 * A release that another process took over is left alone.
 */
export async function guarded(run: Run, phases: () => Promise<ReleaseResult>): Promise<ReleaseResult> {
  try {
    return await phases();
  } catch (error) {
    if (error instanceof LostRelease || error instanceof ReleaseUnfinished) throw error;
    const open = onlyForward(run, error);
    if (open) throw open;
    if (error instanceof NoCredentials) return withoutCredentials(run, error);
    if (error instanceof NothingNew) return { ...(await back(run, error.because, error.reasons)), released: false };
    if (error instanceof GoBack) return back(run, error.because, error.reasons);
    return back(run, "failed", [messageOf(error)]);
  }
}

/** What is so, and what to do, where a release only goes forward. Undefined: it may go back. */
function onlyForward({ context, log, plan }: Run, error: unknown): ReleaseUnfinished | undefined {
  const { stack } = context;
  const phase = lastIntent(log.entries)?.intent;
  if (phase?.type !== "intent" || (phase.phase !== "finish" && phase.phase !== "reverse")) return undefined;
  const isBack = plan.kind === "release" && intentOf(log.entries, "reverse") !== undefined;
  const build = isBack ? plan.fromBuild : plan.build;
  const users =
    phase.phase === "finish" ? `all users have ${build}` : `its users are led to ${build}, perhaps not all yet`;
  return new ReleaseUnfinished(
    `Release ${log.id} of ${stack} has no end yet, and only goes forward: ${users}. ${messageOf(error)}. Go on with ${commands.resume(stack)}`,
  );
}

async function withoutCredentials(run: Run, error: NoCredentials): Promise<ReleaseResult> {
  const { context, log, plan } = run;
  if (hasShifted(log.entries)) return stuck(run, 0, "the credentials failed", error);
  throw new ReleaseUnfinished(
    `Release ${log.id} of ${context.stack} stopped: ${messageOf(error)}. No user has ${plan.build}; all have ${plan.fromBuild}. Sign in again, then ${commands.abort(context.stack)}`,
  );
}

/** 2 CHECK: a failure ends the release with nothing touched. */
async function checked(run: Run, request: ReleaseRequest): Promise<ReleaseResult | undefined> {
  const { context, plan } = run;
  context.say(`check: ${plan.build}`);
  try {
    const changed = await changedSince(context, plan);
    if (changed) return await aborted(run, [changed]);
    const found = await check(context, request, plan);
    const wrong = found.filter(({ passed }) => !passed).flatMap(({ seen }) => seen);
    if (wrong.length > 0) return await aborted(run, wrong);
    run.throwIfAborted();
    await run.done(
      "check",
      found.flatMap(({ seen }) => seen),
    );
    run.throwIfAborted();
    return undefined;
  } catch (error) {
    if (error instanceof LostRelease) throw error;
    if (error instanceof UserError && !(error instanceof GoBack)) context.say(error.message);
    return aborted(run, error instanceof GoBack ? error.reasons : [messageOf(error)]);
  }
}

/** Ends a release that has touched nothing. */
export function aborted(run: Run, reasons: readonly string[]): Promise<ReleaseResult> {
  const { context, log, plan } = run;
  return end(run, "aborted", { reason: reasons.join("; ") }, [
    `Release ${log.id} of ${context.stack}: aborted, nothing was changed. All users have ${plan.fromBuild}.`,
    ...reasons.map((reason) => `  ${reason}`),
  ]);
}
