import { Unanswered } from "./builds";
import { log } from "./log";
import type { Poller } from "./poller-props";
import type { WorkItem } from "./work-item";
import type { Stored } from "./work-items";

/**
 * Starts the build of an item that no other poller has claimed. A refused start frees the lock. Without an answer the claim
 * stays, because the build may run: its event, or `recover`, shows whether it does.
 */
export async function start(item: Stored, poller: Poller): Promise<string | undefined> {
  const { workItems, builds, projects, newClaim } = poller;
  const { id } = item;
  const project = projects[String(item["project"])];
  const claim = newClaim();
  if (!project || !(await workItems.claim(id, claim, project.lockSeconds))) return undefined;
  let build: string;
  try {
    build = await builds.start(project, asSubmitted(item) as unknown as WorkItem, claim);
  } catch (error) {
    const reason = (error as Error).message.slice(0, 500);
    const to = error instanceof Unanswered ? "starting" : "pending";
    log("WARN", "not started", { item: id, reason, to });
    if (to === "pending") await workItems.release(id, claim, to, reason);
    else await workItems.move({ id, from: ["starting"], owner: claim, to, set: { reason: `no answer: ${reason}` } });
    throw error;
  }
  await workItems.move({ id, from: ["starting"], owner: claim, build, to: "building" });
  return build;
}

/** The item without the attributes that this system adds. */
export function asSubmitted(item: Stored): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !own.includes(name)));
}

const own = [
  ...["status", "attempts", "created_at", "updated_at", "expires_at", "kept_until"],
  ...["owner", "claimed_at", "build_id", "reason"],
];
