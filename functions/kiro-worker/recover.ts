import type { Status } from "./change";
import { log } from "./log";
import { type Records, settle } from "./settle";
import type { Stored } from "./work-items";

/**
 * Seconds after a claim when CodeBuild is asked whether its build began. A run of the poller ends after 300 at most (the setting's
 * limit), so that no request for this claim can follow; the rest is time for CodeBuild to list the build.
 */
const startSeconds = 600;

export interface Recovered {
  readonly recovered: readonly string[];
  /** How many items of each project are starting or building. */
  readonly active: ReadonlyMap<unknown, number>;
}

/**
 * Recovers items whose poller ended between its claim and its record, or whose last event was lost. The build in CodeBuild
 * shows which. Without a build, an item becomes pending again. What fails for one item goes to `faults` and stops no other.
 */
export async function recover(records: Records, now: number, faults: string[]): Promise<Recovered> {
  const recovered: string[] = [];
  const active = new Map<unknown, number>();
  for (const status of ["starting", "building"] satisfies Status[]) {
    try {
      for await (const item of records.workItems.withStatus(status)) {
        active.set(item["project"], (active.get(item["project"]) ?? 0) + 1);
        try {
          if (!(await isOverdue(item, records, now))) continue;
          const became = await recoverItem(item, records);
          log("WARN", "an item was held for longer than its time", { item: item.id, became });
          recovered.push(item.id);
        } catch (error) {
          faults.push(`${item.id}: ${(error as Error).message}`);
        }
      }
    } catch (error) {
      faults.push(`items with the status ${status}: ${(error as Error).message}`);
    }
  }
  return { recovered, active };
}

/** A start is over soon; a build may take as long as its lock. */
async function isOverdue({ id, status, claimed_at }: Stored, { workItems }: Records, now: number): Promise<boolean> {
  if (status === "starting" && typeof claimed_at === "number") return now > claimed_at + startSeconds;
  return !(await workItems.locked(id));
}

async function recoverItem(item: Stored, records: Records): Promise<string> {
  const { id, owner, build_id, status, claimed_at } = item;
  const { workItems, builds, projects } = records;
  const claim = String(owner);
  // The claim is a condition of each change, because another poller may have released and claimed the item in the meantime.
  const end = async (to: "pending" | "failed", reason: string) =>
    (await workItems.release(id, claim, to, reason)) ? to : "changed by another";
  const name = projects[String(item["project"])]?.name;
  // The role may not ask for builds of a project that left the settings, and its time is over.
  if (!name) return end("failed", `its project ${item["project"]} is no longer in the settings`);
  const ours = typeof build_id === "string" && build_id.startsWith(`${name}:`);
  const build = build_id
    ? ours && (await builds.find(build_id))
    : await builds.startedBy(claim, name, Number(claimed_at) || 0);
  if (build) return settle(build, records);
  return status === "starting" ? end("pending", "no build began") : end("failed", "its build is gone");
}
