import type { Plan, Summary } from "../log/entries";
import { history } from "../log/history";
import { idOf } from "../log/names";
import { finalOf } from "../log/record";
import { changedText } from "../phases/changed";
import { claim } from "../phases/claim";
import { aborted, guarded } from "../phases/drive";
import { reverse } from "../phases/reverse";
import { smoke, start } from "../phases/start";
import type { ReleaseContext } from "../run/context";
import { commands, type ReleaseResult } from "../run/end";
import { messageOf, ReleaseRefused } from "../run/ends";
import { persist } from "../run/persist";
import type { Run } from "../run/run";
import { lastRelease } from "../run/watched";
import { guard } from "./guard";
import { refuseStuck } from "./release";
import { resume } from "./resume";

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
  const target = request.to === undefined ? before(context, releases, fromBuild) : named(context, releases, request.to);
  if (target.build === fromBuild)
    throw new ReleaseRefused(`All users of ${stack} have ${fromBuild} already: nothing was changed`);
  const passed = migrationsSince(releases, target.after);
  const isFast = platform.direct?.(values, target.build) !== undefined || platform.standby(values) === target.build;
  const edits = await editsOf(context);
  const lines = [
    `${stack}: ${fromBuild} → ${target.build}, ${isFast ? "which still runs: one change" : "which is started first"}`,
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
  const isDirect = platform.direct?.(values, plan.build) !== undefined;
  if (!isDirect && !(await runs(run, platform.standby(values)))) {
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

interface Target {
  readonly build: string;
  /** The releases after this one are taken back. @default - the last one that completed */
  readonly after: string | undefined;
  readonly to?: string;
}

function before({ stack }: ReleaseContext, releases: readonly Summary[], live: string): Target {
  const index = releases.findIndex(({ status }) => status === "completed");
  const last = releases[index];
  if (!last) throw new ReleaseRefused(`No release of ${stack} has completed: there is none to take back`);
  if (last.build !== live) {
    throw new ReleaseRefused(
      `Users of ${stack} have ${live}, which is not what release ${last.id} gave them (${last.build}): name the release to go back to with --to, see ${commands.history(stack)}`,
    );
  }
  // Once more, it would give users the build again that was just taken from them.
  if (last.kind === "rollback") {
    throw new ReleaseRefused(
      `Users of ${stack} have ${live} since the rollback ${last.id}, which took ${last.fromBuild} back: nothing was changed. To give them another build, name its release with --to, see ${commands.history(stack)}`,
    );
  }
  return { build: last.fromBuild, after: releases[index + 1]?.id };
}

function named({ stack }: ReleaseContext, releases: readonly Summary[], text: string): Target {
  const id = idOf(text);
  const release = releases.find((one) => one.id === id);
  if (release?.status === "completed") return { build: release.build, after: id, to: id };
  const found = release ? `release ${id} is ${release.status}` : `there is no release ${id}`;
  throw new ReleaseRefused(
    `Cannot go back to --to ${text}: ${found}, expected one that completed. See ${commands.history(stack)}`,
  );
}

function migrationsSince(releases: readonly Summary[], after: string | undefined): Summary[] {
  return releases.filter(({ id, migration }) => migration !== undefined && (after === undefined || id > after));
}

function planOf(
  request: RollbackRequest,
  { build, to }: Target,
  now: Pick<Plan, "from" | "fromBuild" | "configHash">,
): Plan {
  const { keepMinutes, checks, metrics, commit, reason } = request;
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
