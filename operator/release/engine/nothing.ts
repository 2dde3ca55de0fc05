import type { Plan, Summary } from "../log/entries";
import { history } from "../log/history";
import { intentOf } from "../log/record";
import { ReleaseLog } from "../log/release-log";
import { checkLive } from "../phases/check";
import { agreeing, claim } from "../phases/claim";
import { driveFirst } from "../phases/drive";
import type { Values } from "../port/platform";
import type { ReleaseContext } from "../run/context";
import { commands, type ReleaseResult } from "../run/end";
import { ReleaseRefused } from "../run/ends";
import { persist } from "../run/persist";
import { planOf, type ReleaseRequest } from "../run/request";

/** Releases that are looked through for the one that gave users their build. */
const lookedThrough = 200;

/** Whether users have a build already: an image by its name; functions where no version waits, and the checkout would publish none. */
export async function isLive(context: ReleaseContext, build: string, values: Values): Promise<boolean> {
  const { platform, state } = context;
  if (!platform.hasNew) return platform.buildOf(values) === build;
  if (await platform.hasNew(values)) return false;
  return (await persist(context, "plan", () => state.changed(), { stops: true })).length === 0;
}

/**
 * The end of a release of what users have: nothing is claimed or changed, but for functions that have had no release yet, of which the first
 * deploy is recorded. All that a release needs must be so all the same: the job that
 * asks for it says afterwards that the build is live and well.
 *
 * @throws {ReleaseRefused} where it is not, where another release has begun, and where no completed release gave users what they have
 */
export async function nothingToRelease(context: ReleaseContext, request: ReleaseRequest): Promise<ReleaseResult> {
  const { platform, state, stack, say } = context;
  const { values } = await agreeing(context);
  const now = { from: { ...values }, fromBuild: platform.buildOf(values), configHash: state.configHash() };
  const plan = planOf(request, now);
  const look = () => checkLive(context, request, plan);
  const found = await persist(context, "look at the build that users have", look, { stops: true });
  const wrong = found.filter(({ passed }) => !passed).flatMap(({ seen }) => seen);
  if (wrong.length > 0) throw new ReleaseRefused([`${haveIt(stack, request.build)}, and`, ...wrong].join("\n  "));
  for (const line of found.flatMap(({ seen }) => seen)) say(`  ${line}`);
  const summary = await persist(context, "read the log", () => givenBy(context, request, values), { stops: true });
  if (!summary) return first(context, request, plan);
  const same = summary.build === request.build ? "" : `, whose functions are those of ${request.build}`;
  const line = `nothing to release: users of ${stack} have ${summary.build} since release ${summary.id}${same}`;
  return { summary, lines: [line], released: false };
}

async function first(context: ReleaseContext, request: ReleaseRequest, plan: Plan): Promise<ReleaseResult> {
  const { stack, platform, confirm } = context;
  const line = `${stack}: users have ${plan.fromBuild} by a deploy. This first release checks, tests and records it: nothing is shifted`;
  const lines = [line, ...(platform.whole?.() ?? [])];
  if (confirm && !(await confirm(lines))) throw new ReleaseRefused("Not confirmed: nothing was changed");
  return driveFirst(await claim(context, plan), request);
}

/**
 * The last completed release, which gave users what they have; nothing for functions without any. Read after all else: another may have begun
 * meanwhile.
 */
async function givenBy(
  context: ReleaseContext,
  { build }: ReleaseRequest,
  values: Values,
): Promise<Summary | undefined> {
  const { store, stack, platform } = context;
  const releases = await history(store, stack, lookedThrough);
  const [newest] = releases;
  if (newest?.status === "in_progress")
    throw new ReleaseRefused(`Release ${newest.id} of ${stack} has just begun: see it with ${commands.status(stack)}`);
  const last = releases.find(({ status }) => status === "completed");
  if (!last && platform.hasNew) return undefined;
  const gave = last && intentOf((await ReleaseLog.open({ store, stack }, last.id)).entries, "finish")?.values;
  if (last && gave && platform.buildOf({ ...values, ...gave }) === platform.buildOf(values)) return last;
  const logged = last
    ? `its last completed release, ${last.id}, gave them ${last.build}`
    : "its log has none completed";
  throw new ReleaseRefused(
    `${haveIt(stack, build)} by no release (${logged}): expected a release that gave it to them. A deploy or a setting did: there is no evidence of it; release another build`,
  );
}

const haveIt = (stack: string, build: string): string => `All users of ${stack} have ${build} already`;
