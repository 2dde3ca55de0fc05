import type { Status } from "./change";
import { log } from "./log";
import { type Records, settle } from "./settle";
import type { Stored } from "./work-items";

/**
 * Recovers items whose lock has expired: the poller ended between its claim and its build, or the last event of the build was
 * lost. The build in CodeBuild shows which. Without a build, an item becomes pending again.
 */
export async function recover(records: Records, limit: number): Promise<string[]> {
  const statuses: Status[] = ["starting", "building"];
  const held = (await Promise.all(statuses.map((status) => records.workItems.withStatus(status, limit)))).flat();
  const recovered: string[] = [];
  for (const item of held) {
    if (await records.workItems.locked(item.id)) continue;
    const became = await recoverItem(item, records);
    log("WARN", "a lock outlived its time", { item: item.id, became });
    recovered.push(item.id);
  }
  return recovered;
}

async function recoverItem({ id, owner, project, build_id, status }: Stored, records: Records): Promise<string> {
  const { workItems, builds, projects } = records;
  const claim = String(owner);
  const name = projects[String(project)]?.name;
  const build = build_id ? await builds.find(String(build_id)) : name ? await builds.startedBy(claim, name) : undefined;
  if (build) return settle(build, records);
  // The claim is a condition, because other pollers may have released and claimed the item in the meantime.
  if (status === "starting") {
    await workItems.move({ id, from: ["starting"], owner: claim, to: "pending", set: { reason: "no build began" } });
    return "pending";
  }
  await workItems.move({ id, from: ["building"], owner: claim, to: "failed", set: { reason: "its build is gone" } });
  return "failed";
}
