import { judgedSeconds, startSeconds } from "../judge/strategies";
import { intentOf } from "../log/record";
import type { ReleaseResult } from "../run/end";
import { persist } from "../run/persist";
import type { Run } from "../run/run";
import { changeSeconds } from "../run/weights";
import { judgeComponents } from "./components";
import { reverse } from "./reverse";
import { kept, swap } from "./swap";

/**
 * 9 FINISH and 10 KEEP: the sides swap, which moves no request. From its intent on there is no way back, only forward: the values are in the
 * log, so that a later process applies the same, however many of them this one had written.
 */
export async function finish(run: Run): Promise<ReleaseResult> {
  const { context, plan } = run;
  run.throwIfAborted();
  const now = await persist(context, "read the state", () => context.state.read(), { stops: true });
  await run.intent("finish", changeSeconds + startSeconds + judgedSeconds, {
    values: { ...context.platform.finish(now) },
  });
  context.say(`finish: ${plan.build} is live`);
  return finishForward(run);
}

/** Goes on from the intent of a finish. */
export async function finishForward(run: Run): Promise<ReleaseResult> {
  const { log, plan } = run;
  await swap(run);
  if (intentOf(log.entries, "reverse")) return kept(run, "after the reverse");
  const problems = await judgeComponents(run);
  if (problems.length === 0) return kept(run, "after the finish");
  await run.done("finish", problems);
  return reverse(run, [`the components fail with ${plan.build}`, ...problems]);
}
