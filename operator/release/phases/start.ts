import { isError, probing } from "../judge/probe";
import { startSeconds } from "../judge/strategies";
import type { Side } from "../port/platform";
import { pollSeconds } from "../run/context";
import { GoBack, NothingNew } from "../run/ends";
import { persist } from "../run/persist";
import type { Run } from "../run/run";
import { applyValues, changeSeconds } from "../run/weights";
import { checksOf } from "./check";

/** 4 START: the new side, with as many replicas as the live one and without requests of users. */
export async function start(run: Run): Promise<void> {
  const { context, plan } = run;
  const { platform, state } = context;
  const now = await persist(context, "read the state", () => state.read(), { stops: true });
  const capacity = await persist(context, "read how many replicas run", () => platform.capacity(), { stops: true });
  context.say(`start: ${plan.build} at 0 %, ${capacity} replicas`);
  const values = platform.start(now, plan.build, capacity);
  await run.intent("start", changeSeconds + startSeconds, { percent: 0, values });
  await applyValues(run, (before) => platform.start(before, plan.build, capacity), `start ${plan.build} at 0 %`, true);
  await published(run);
  await run.done("start", await ready(run, "new"));
}

/** @throws {NothingNew} where the apply has made no version that users do not have */
async function published({ context: { platform, state }, context, plan }: Run): Promise<void> {
  if (!platform.hasNew) return;
  const look = async () => platform.hasNew?.(await state.known());
  if (await persist(context, "read what is published", look, { stops: true })) return;
  // What a rollback wants is another build than users have.
  if (plan.kind === "rollback") throw new GoBack("failed", [`no function has a version of ${plan.build} to start`]);
  throw new NothingNew("person", [`users have ${plan.build} already: nothing was published`]);
}

/** Waits at most 300 seconds for the rollout of a side. @returns what was seen @throws {GoBack} if it failed or took longer */
export async function ready(run: Run, side: Side): Promise<readonly string[]> {
  const { context, plan } = run;
  const until = context.clock.now() + startSeconds * 1000;
  for (;;) {
    const read = () => context.platform.rollout(side);
    const { is, seen } = await persist(context, "read the rollout", read, { stops: true, before: () => run.look() });
    if (is === "ready") return seen;
    if (is === "failed") throw new GoBack("failed", [`${plan.build} does not start`, ...seen]);
    if (context.clock.now() >= until) {
      throw new GoBack("failed", [`${plan.build} is not ready after ${startSeconds} s`, ...seen]);
    }
    await run.wait(pollSeconds * 1000);
    // There is nothing to skip before the first step.
    run.takePromotion();
  }
}

/** 5 SMOKE: the new side alone must answer, on the checks' paths and to the command of `--smoke`. */
export async function smoke(run: Run): Promise<void> {
  const { context, plan } = run;
  const { platform } = context;
  if (!platform.can.smoke) return run.done("smoke", [`smoke: ${platform.can.name} cannot test the new side alone`]);
  context.say("smoke: the new side alone");
  await run.intent("smoke", 600);
  const seen = [await probed(run)];
  const checks = await checksOf(context, plan, "new");
  seen.push(...checks.flatMap((one) => one.seen));
  if (checks.some(({ passed }) => !passed)) throw new GoBack("failed", seen);
  seen.push(...(await command(run)));
  run.throwIfAborted();
  await run.done("smoke", seen);
}

/** Every probe must be answered before any user's request is. One that fails is sent once more: of ten, chance alone would end good builds. */
async function probed({ context: { platform }, context }: Run): Promise<string> {
  if (!platform.can.probes) return `probes: ${platform.can.name} has none`;
  const send = (requests: number) =>
    persist(context, "probe the new side", () => platform.probe(requests), { stops: true });
  const answers = await send(probing.requests);
  const first = answers.filter(isError);
  const again = first.length > 0 ? await send(first.length) : [];
  const failed = again.length < first.length ? first : again.filter(isError);
  const repeated = again.length > 0 ? `, and ${failed.length} of ${again.length} that were sent again` : "";
  const seen = `probes: ${first.length} of ${answers.length} failed${repeated}`;
  if (answers.length > 0 && failed.length === 0) return seen;
  const statuses = [...new Set(failed.map(({ status }) => status ?? "no answer"))].join(", ");
  throw new GoBack("failed", [`the new side fails before any user's request: ${seen} (${statuses})`]);
}

async function command({ context, plan }: Run): Promise<string[]> {
  if (plan.smoke === undefined || !context.run) return ["smoke command: not given"];
  const { exitCode, output } = await context.run(plan.smoke, await context.platform.smokeEnvironment());
  if (exitCode === 0) return [`${plan.smoke}: exit code 0`];
  throw new GoBack("failed", [`${plan.smoke}: exit code ${exitCode}`, ...(output ? [output] : [])]);
}
