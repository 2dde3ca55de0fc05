import type { JudgeState } from "../judge/state";
import { GoBack } from "../run/ends";
import { persist } from "../run/persist";
import type { Run } from "../run/run";
import { changeSeconds, setShare } from "../run/weights";
import { checksOf } from "./check";
import { nextSampleSeconds, observe } from "./observe";

/** Whether there is anything to shift and to watch: what switches whole has no weight before the finish, and is judged after it. */
export async function isDivided(run: Run): Promise<boolean> {
  const { platform, state } = run.context;
  if (!platform.divides) return true;
  const now = await persist(run.context, "read the state", () => state.known(), { stops: true });
  if (platform.divides(now)) return true;
  await run.done("shift", ["shift: no weight divides what is new; all its users get it at the finish"]);
  return false;
}

/** 6 SHIFT and 7 JUDGE, step after step from `first`. @returns what the judge knows at the end */
export async function shiftAll(run: Run, judging: JudgeState, first = 0): Promise<JudgeState> {
  let state = judging;
  for (const [index, { percent, seconds }] of run.plan.steps.entries()) {
    if (index < first) continue;
    await shift(run, index);
    // The last step is judged by the watch.
    if (seconds > 0) state = await observe(run, state, { kind: "step", percent, seconds });
  }
  return state;
}

async function shift(run: Run, step: number): Promise<void> {
  const { context, plan } = run;
  const { percent = 100, seconds = 0 } = plan.steps[step] ?? {};
  run.throwIfAborted();
  context.say(`shift: ${percent} % to ${plan.build}`);
  await run.intent("shift", changeSeconds + seconds, { percent, step });
  await setShare(run, percent, true);
  await run.done("shift", [`weights: the new side has ${percent} %`], {}, Math.max(seconds, nextSampleSeconds));
}

/** 8 WATCH: all requests are on the new side; 15 minutes as a step, then the checks once more. */
export async function watch(run: Run, judging: JudgeState): Promise<void> {
  await observe(run, judging, { kind: "watch" });
  const checks = await checksOf(run.context, run.plan, "new");
  const seen = checks.flatMap((one) => one.seen);
  if (checks.some(({ passed }) => !passed)) throw new GoBack("failed", ["in the checks after the watch", ...seen]);
  await run.done("watch", seen);
}
