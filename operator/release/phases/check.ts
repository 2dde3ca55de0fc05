import { type CheckedPath, type CheckName, judgeChecks } from "../judge/checks";
import { probing } from "../judge/probe";
import { judgingSeconds, totalSeconds } from "../judge/strategies";
import type { Plan } from "../log/entries";
import type { Platform, Side } from "../port/platform";
import { type ReleaseContext, retrySeconds } from "../run/context";
import type { ReleaseRequest } from "../run/request";
import { readTruth } from "../run/weights";
import { migrationSeconds } from "./migrate";
import { type Finding, requirements } from "./requirements";

/** 2 CHECK: everything that can be known before anything is touched. Reads only. All that fails is reported at once. */
export async function check(context: ReleaseContext, request: ReleaseRequest, plan: Plan): Promise<Finding[]> {
  return [...possible(context, plan), ...(await checkLive(context, request, plan)), await credentials(context, plan)];
}

/** What must be so of the build that users have, whether or not another one follows. */
export async function checkLive(context: ReleaseContext, request: ReleaseRequest, plan: Plan): Promise<Finding[]> {
  return [
    await untouched(context),
    ...(await requirements(context, request)),
    ...(await checksOf(context, plan, "live")),
    await alarms(context, plan),
  ];
}

/** Steps and options that the platform cannot do are refused by name, never rounded. */
function possible({ platform, run }: ReleaseContext, { steps, smoke, migrate }: Plan): Finding[] {
  const { can, tasks } = platform;
  const { percents } = can;
  const impossible =
    percents === "any" ? [] : steps.filter(({ percent }) => percent < 100 && !percents.includes(percent));
  const refused = [
    ...impossible.map(({ percent }) => `${can.name} cannot give the new side ${percent} %: it knows ${percents} %`),
    ...(smoke && !(can.smoke && run) ? [`${can.name} cannot test the new side alone: leave out --smoke`] : []),
    ...(migrate && !tasks ? [`${can.name} has no one-off tasks: leave out --migrate`] : []),
  ];
  return refused.map((seen) => ({ passed: false, seen: [seen] }));
}

async function untouched(context: ReleaseContext): Promise<Finding> {
  const { platform, state } = context;
  const { weight, values, agree } = await readTruth(context);
  const pending = await state.pending();
  const seen = [
    agree
      ? `weights: the new side has ${weight} %, as in the state`
      : `weights: the new side has ${weight} %, the state says ${platform.weightOf(values)} %: release --abort sets what the state says`,
    pending.length === 0
      ? "plan: nothing else is to be changed"
      : `plan: deploy first, or take out: ${pending.join(", ")}`,
  ];
  return { passed: agree && pending.length === 0, seen };
}

/** The five checks of document 003 on one side. One that fails is made once more: a release makes them three times, and chance fails some. */
export async function checksOf(
  { platform }: Pick<ReleaseContext, "platform">,
  plan: Plan,
  side: Side,
): Promise<Finding[]> {
  const make = async (names: readonly CheckName[]) => {
    const answered = names.map(async (name) => [name, await answers(platform, side, name, plan.checks[name] ?? [])]);
    return judgeChecks(Object.fromEntries(await Promise.all(answered)));
  };
  const first = await make(Object.keys(plan.checks) as CheckName[]);
  const failed = first.filter(({ is }) => is === "failed").map(({ check }) => check);
  const second = failed.length > 0 ? await make(failed) : [];
  return first.map((one) => {
    if (one.is !== "failed") return { passed: true, seen: one.reasons };
    const again = second.find(({ check }) => check === one.check) ?? one;
    return { passed: again.is !== "failed", seen: again.reasons.map((reason) => `${reason}, the second time`) };
  });
}

async function answers(
  platform: Platform,
  side: Side,
  name: CheckName,
  paths: readonly string[],
): Promise<CheckedPath[]> {
  const requests = name === "performance" ? probing.requests : 1;
  return Promise.all(paths.map(async (path) => ({ path, answers: await platform.ask(side, path, requests) })));
}

/** A critical alarm that is raised before the release would hide what the release does. */
async function alarms({ platform, clock }: ReleaseContext, { despite }: Plan): Promise<Finding> {
  const raised = (await platform.alarms(clock.now())).filter(
    ({ critical, isAlarm, side }) => critical && isAlarm && side !== "new",
  );
  const left = raised.filter(({ name }) => !despite.includes(name)).map(({ name }) => name);
  if (left.length === 0) return { passed: true, seen: [`alarms: ${raised.length} critical raised, none that counts`] };
  const options = left.map((name) => `--despite ${name}`).join(" ");
  return { passed: false, seen: [`alarms: ${left.join(", ")} raised; if this release mends it, add ${options}`] };
}

async function credentials({ credentialsLast }: ReleaseContext, { steps, migrate, metrics }: Plan): Promise<Finding> {
  const left = await credentialsLast?.();
  const needed = totalSeconds(steps, metrics) + (migrate === undefined ? 0 : migrationSeconds);
  if (left === undefined) return { passed: true, seen: ["credentials: no end is known"] };
  const minutes = (seconds: number) => Math.ceil(seconds / 60);
  const text = `credentials: last ${Math.floor(left / 60)} minutes, the release takes up to ${minutes(needed)}`;
  if (left < needed) return { passed: false, seen: [`${text}: sign in again, or let the role last longer`] };
  const most = needed + judgingSeconds(steps, metrics);
  const more = `, and ${minutes(most)} if all of its steps are prolonged: new ones are waited for ${retrySeconds} s then`;
  return { passed: true, seen: [left < most ? text + more : text] };
}
