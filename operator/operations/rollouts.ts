import { setTimeout } from "node:timers/promises";
import { type ReleasedValue, valuesOf } from "../plan/late-bound";
import type { StackPlan } from "../plan/stack-plan";
import { duration } from "../process/duration";
import { interrupt } from "../process/interrupt";
import { InterruptedError, UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import type { Target } from "../release/world/platform-of";
import type { Workspace } from "../terraform/workspace";

/** How long a rollout may take: ECS gives a failing one up by itself before that, after three tasks that did not stay. */
const longestMs = 15 * 60_000;
/**
 * How long ECS may take to roll back what has failed: it gives up after half as many tasks as are desired, and three at least (ECS developer
 * guide, "Deployment circuit breaker").
 */
const longestBackMs = 3 * 60_000;
/** How often it is looked at. */
const everyMs = 2000;

/** Whether an apply starts a rollout on ECS. */
export function rollsOut({ changes, destroy }: StackPlan): boolean {
  return !destroy && changes.some(({ address }) => /^aws_ecs_(service|task_definition)\./.test(address));
}

/**
 * Waits until every service of a stack on ECS runs what was deployed. Where ECS has rolled back, the image that runs is written back into the
 * late-bound value, so that the next deploy does not try the other one again.
 * @throws {UserError} with why tasks stopped; after 15 minutes with what was seen
 */
export async function waitForRollouts(
  workspace: Workspace,
  outputs: Readonly<Record<string, unknown>>,
  progress: Progress,
) {
  const { id } = workspace;
  const { release, release_target: target } = outputs as {
    readonly release?: Readonly<Record<string, ReleasedValue>>;
    readonly release_target?: Target;
  };
  if (target?.platform !== "ecs") return;
  // Loaded late: they load the AWS SDK.
  const { deployedRollouts } = await import("../release/world/deployed-rollouts.js");
  const look = deployedRollouts(workspace, target, valuesOf(release));
  progress.report({ stack: id, type: "step", step: "roll out" });
  const begun = Date.now();
  let failedAt: number | undefined;
  for (;;) {
    const { is, seen, back, goesBack } = await look();
    if (is === "ready") return;
    if (is === "failed") {
      failedAt ??= Date.now();
      if (!goesBack || Date.now() - failedAt >= longestBackMs) {
        const kept = await writeBack(workspace, back, progress);
        throw new UserError([`${id}: the rollout failed`, ...seen.map((line) => `  ${line}`), ...kept].join("\n"));
      }
    }
    if (interrupt.requested) throw new InterruptedError(`${id}: applied; the rollout goes on without being watched`);
    const seconds = (Date.now() - begun) / 1000;
    if (seconds * 1000 > longestMs) {
      const text = `${id}: applied, but the services were not ready after ${duration(seconds)}`;
      throw new UserError([text, ...seen.map((line) => `  ${line}`)].join("\n"));
    }
    await setTimeout(everyMs);
  }
}

/** Gives late-bound values the images that run again. */
async function writeBack(
  workspace: Workspace,
  back: Readonly<Record<string, string>>,
  progress: Progress,
): Promise<string[]> {
  if (Object.keys(back).length === 0) return [];
  const { TerraformState } = await import("../release/state/terraform-state.js");
  const { ecsCarriers } = await import("../release/state/carriers.js");
  const state = new TerraformState(workspace, { progress, carriers: ecsCarriers, leaveOut: true });
  const text = Object.entries(back)
    .map(([name, image]) => `${name} = ${image}`)
    .join(", ");
  await state.apply(back, { lockTimeoutSeconds: 120, reason: `keep what runs: ${text}` });
  return [`  the state has ${text} again, which runs: the next deploy does not try the other image`];
}
