import { probing } from "../judge/probe";
import { judgedSeconds, startSeconds } from "../judge/strategies";
import type { ComponentFigure } from "../port/platform";
import { pollSeconds } from "../run/context";
import { messageOf } from "../run/ends";
import type { Run } from "../run/run";

/**
 * Waits for the components' own rollout, then judges them for 5 minutes by what the platform measures: the age of the oldest message, dead
 * letters, restarts. After the finish there is no way back to ask for: Ctrl-C and requests do not end it.
 *
 * @returns what is wrong; nothing if they are well, or there are none
 */
export async function judgeComponents(run: Run): Promise<readonly string[]> {
  const { context } = run;
  const { clock, platform } = context;
  const began = clock.now();
  const problems = await rolled(run);
  if (problems.length > 0 || !platform.componentFigures) return problems;
  const until = clock.now() + judgedSeconds * 1000;
  let seen: readonly ComponentFigure[] = [];
  while (clock.now() < until) {
    await clock.sleep(probing.everySeconds * 1000);
    await run.stillOurs();
    try {
      seen = await platform.componentFigures(began);
    } catch (error) {
      context.say(`  the components' figures could not be read: ${messageOf(error)}`);
      continue;
    }
    if (seen.length === 0) return [];
    context.say(`  components: ${seen.map(text).join(", ")}`);
    const wrong = seen.filter(({ value, limit }) => value !== undefined && value > limit);
    if (wrong.length > 0) return wrong.map((figure) => `${text(figure)}, expected at most ${figure.limit}`);
  }
  await run.done("finish", seen.length > 0 ? seen.map(text) : ["components: not checked, no figure could be read"]);
  return [];
}

const text = ({ component, what, value }: ComponentFigure): string => `${component}: ${what} ${value ?? "unknown"}`;

/** What is wrong with the components' rollout. */
async function rolled(run: Run): Promise<readonly string[]> {
  const { context } = run;
  const { clock, platform } = context;
  const until = clock.now() + startSeconds * 1000;
  let last: readonly string[] = [];
  while (clock.now() <= until) {
    try {
      const { is, seen } = await platform.rollout("components");
      last = seen;
      if (is === "ready") return [];
      if (is === "failed") return ["the components do not start", ...seen];
    } catch (error) {
      last = [messageOf(error)];
    }
    await clock.sleep(pollSeconds * 1000);
    await run.stillOurs();
  }
  return [`the components are not ready after ${startSeconds} s`, ...last];
}
