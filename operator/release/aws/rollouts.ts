import type { Rollout } from "../port/platform";

/** The rollouts of several things as one: failed if one is, ready if all are. */
export function togetherRolled(rollouts: readonly Rollout[]): Rollout {
  const seen = rollouts.flatMap((rollout) => rollout.seen);
  if (rollouts.some(({ is }) => is === "failed")) return { is: "failed", seen };
  return { is: rollouts.every(({ is }) => is === "ready") ? "ready" : "rolling", seen };
}
