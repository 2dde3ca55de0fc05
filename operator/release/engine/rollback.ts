import type { Plan } from "../log/entries";
import { history } from "../log/history";
import { finalOf } from "../log/record";
import { changedText } from "../phases/changed";
import { claim } from "../phases/claim";
import { aborted, guarded } from "../phases/drive";
import { reverse } from "../phases/reverse";
import { smoke, start } from "../phases/start";
import type { ReleaseContext } from "../run/context";
import type { ReleaseResult } from "../run/end";
import { messageOf, ReleaseRefused } from "../run/ends";
import { persist } from "../run/persist";
import type { Run } from "../run/run";
import { lastRelease } from "../run/watched";
import { guard } from "./guard";
import { refuseStuck } from "./release";
import { resume } from "./resume";
import { liveWith, migrationsSince, notGiven, type Target, targetOf } from "./rollback-target";

export interface RollbackRequest extends Pick<Plan, "keepMinutes" | "checks" | "metrics" | "commit"> {
  /** The release whose build users get again (`--to`). @default - the build before the last release that completed, unless it was a rollback */
  readonly to?: string;
  /** Why, for the record. */
  readonly reason?: string;
}

/** Releases that are looked through for the build to go back to. */
const lookedThrough = 200;

/**
 * Gives all users an earlier build, without building anything: one change of the weight while the old side still runs, else after it was started
 * and tested. A release that was left in mid-shift is taken back instead.
 *
 * @throws {ReleaseRefused} when nothing was begun
 */
export async function rollback(context: ReleaseContext, request: RollbackRequest): Promise<ReleaseResult> {
  const log = await lastRelease(context);
  if (log && !finalOf(log.entries)) {
    const { refused, lines } = request.to ? await guard(context, "rollback --to") : { refused: false, lines: [] };
    if (refused) throw new ReleaseRefused(lines.join("\n"));
    const left = await resume(context, { reason: request.reason });
    if (left) return left;
  }
  await refuseStuck(context);
  const { platform, state, stack, confirm } = context;
  const values = await persist(context, "read the state", () => state.read(), { stops: true });
  const fromBuild = platform.buildOf(values);
  const releases = await history(context.store, stack, lookedThrough);
  const target = targetOf(context, releases, values, request.to);
  if (liveWith(context, values, target.build) === fromBuild)
    throw new ReleaseRefused(`All users of ${stack} have ${fromBuild} already: nothing was changed`);
  const passed = migrationsSince(releases, target.after);
  const isFast = platform.direct?.(values, target.build) !== undefined || platform.standby(values) === target.build;
  const edits = await editsOf(context);
  const lines = [
    `${stack}: ${fromBuild} → ${target.build}${target.commit ? ` (commit ${target.commit})` : ""}, ${isFast ? "which still runs: one change" : "which is started first"}`,
    ...passed.map(
      ({ id, migration }) =>
        `The migration ${migration?.task} of release ${id} is not taken back: ${target.build} must suit it`,
    ),
    ...(edits.length > 0 ? [`Edited in this checkout, not deployed, and left out: ${edits.join(", ")}`] : []),
  ];
  for (const line of lines) context.say(line);
  if (confirm && !(await confirm(lines))) throw new ReleaseRefused("Not confirmed: nothing was changed");
  const plan = planOf(request, target, { fromBuild, from: { ...values }, configHash: state.configHash() });
  const run = await claim(context, plan);
  return guarded(run, () => takeBack(run, request));
}

/** What this checkout would change otherwise. It holds nothing up where that cannot be seen. */
async function editsOf({ state, say }: ReleaseContext): Promise<readonly string[]> {
  try {
    return await state.pending();
  } catch (error) {
    say(`what is edited in this checkout could not be seen: ${messageOf(error)}`);
    return [];
  }
}

async function takeBack(run: Run, { reason }: RollbackRequest): Promise<ReleaseResult> {
  const { context, plan } = run;
  const { platform, state } = context;
  if (context.interrupt.aborted) return aborted(run, ["stopped by Ctrl-C or a signal"]);
  const values = await persist(context, "read the state", () => state.read(), { stops: true });
  const changed = changedText(context, plan, values);
  if (changed) return aborted(run, [changed]);
  if (platform.direct && !platform.direct(values, plan.build)) return aborted(run, [notGiven(context, plan.build)]);
  if (!platform.direct && !(await runs(run, platform.standby(values)))) {
    await start(run);
    await smoke(run);
  }
  return reverse(run, [reason ?? `rollback to ${plan.build}`]);
}

/** Whether the other side runs the build, and is well enough to get all requests. */
async function runs({ context, plan }: Run, standby: string | undefined): Promise<boolean> {
  if (standby !== plan.build) return false;
  const { is } = await persist(context, "read the rollout", () => context.platform.rollout("new"), { stops: true });
  return is === "ready";
}

function planOf(
  request: RollbackRequest,
  { build, to, commit: released }: Target,
  now: Pick<Plan, "from" | "fromBuild" | "configHash">,
): Plan {
  const { keepMinutes, checks, metrics, commit = released, reason } = request;
  const fixed = {
    strategy: "rolling",
    steps: [{ percent: 100, seconds: 0 }],
    minRequests: 0,
    onSilence: "rollback",
  } as const;
  const none = { despite: [], require: [], waived: {} };
  return {
    kind: "rollback",
    build,
    ...now,
    ...fixed,
    ...none,
    steps: [...fixed.steps],
    keepMinutes,
    checks,
    metrics,
    commit,
    reason,
    to,
  };
}
