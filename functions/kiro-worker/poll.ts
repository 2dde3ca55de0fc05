import { isFull, isItemsFault } from "./builds";
import { log } from "./log";
import { recover } from "./recover";
import type { Records } from "./settle";
import type { Source } from "./source";
import { problems, type WorkItem } from "./work-item";
import type { Stored } from "./work-items";

export interface Poller extends Records {
  readonly source: Source;
  /** Most builds that one run starts. */
  readonly maxStarts: number;
  /** Refused starts after which an item fails. */
  readonly maxAttempts: number;
  /** A new unique name for each claim. */
  readonly newClaim: () => string;
}

export interface Polled {
  readonly started: { readonly id: string; readonly build: string }[];
  readonly refused: { readonly id: string; readonly reasons: readonly string[] }[];
  readonly recovered: readonly string[];
}

/** How many of the oldest items one run reads. */
const lookAt = 100;

/** One run: stores new items, recovers stuck ones, starts pending ones. Runs may overlap. */
export async function poll(poller: Poller): Promise<Polled> {
  const { workItems, maxStarts } = poller;
  const faults: string[] = [];
  await takeIn(poller).catch((error: Error) => faults.push(error.message));
  const recovered = await recover(poller, lookAt);

  const polled: Polled = { started: [], refused: [], recovered };
  const full = new Set<unknown>();
  for (const item of await workItems.withStatus("pending", lookAt)) {
    if (polled.started.length >= maxStarts) break;
    if (full.has(item["project"])) continue;
    const reasons = problems(asSubmitted(item), Object.keys(poller.projects));
    if (reasons.length > 0) {
      const reason = reasons.join("; ");
      const refused = await workItems.move({ id: item.id, from: ["pending"], to: "refused", set: { reason } });
      if (refused) polled.refused.push({ id: item.id, reasons });
      continue;
    }
    try {
      const build = await start(item, poller);
      if (build) polled.started.push({ id: item.id, build });
    } catch (error) {
      if (isFull(error)) full.add(item["project"]);
      else if (!isItemsFault(error)) faults.push(`${item.id}: ${(error as Error).message}`);
    }
  }
  log("INFO", "polled", { ...polled, full: [...full] });
  // The rest of the run is done. The error raises the alarm, and the run can be repeated safely.
  if (faults.length > 0) throw new Error(faults.join("; "));
  return polled;
}

/** Stores the new items of the source. Known and invalid items change nothing. */
async function takeIn({ source, workItems, projects }: Poller): Promise<void> {
  for (const candidate of await source.candidates()) {
    const reasons = problems(candidate, Object.keys(projects));
    if (reasons.length > 0) log("WARN", "refused", { item: candidate.id, reasons });
    else await workItems.add(candidate);
  }
}

/** Starts the build of an item that no other poller has claimed. A failed start frees the lock. */
async function start(item: Stored, poller: Poller): Promise<string | undefined> {
  const { workItems, builds, projects, maxAttempts } = poller;
  const project = projects[String(item["project"])];
  const claim = poller.newClaim();
  const before = Number(item["attempts"]) || 0;
  if (!project || !(await workItems.claim(item.id, claim, project.lockSeconds, before + 1))) return undefined;
  let build: string;
  try {
    build = await builds.start(project, asSubmitted(item) as unknown as WorkItem, claim);
  } catch (error) {
    const attempts = isItemsFault(error) ? before + 1 : before;
    const to = attempts >= maxAttempts ? "failed" : "pending";
    await workItems.release(item.id, claim, to, (error as Error).message.slice(0, 500), attempts);
    log("WARN", "not started", { item: item.id, reason: (error as Error).message, to });
    throw error;
  }
  await workItems.move({ id: item.id, from: ["starting"], owner: claim, build, to: "building" });
  return build;
}

/** The item without the attributes that this system adds. */
function asSubmitted(item: Stored): Record<string, unknown> {
  const own = ["status", "attempts", "created_at", "updated_at", "expires_at", "owner", "build_id", "reason"];
  return Object.fromEntries(Object.entries(item).filter(([name]) => !own.includes(name)));
}
