import { isFull, isItemsFault } from "./builds";
import { log } from "./log";
import type { Poller } from "./poller-props";
import { recover } from "./recover";
import { asSubmitted, start } from "./start";
import { takeIn } from "./take-in";
import { problems } from "./work-item";
import type { Stored } from "./work-items";

export interface Polled {
  readonly started: { readonly id: string; readonly build: string }[];
  readonly refused: { readonly id: string; readonly reasons: readonly string[] }[];
  /** Items that failed without a build, because CodeBuild refused each start. */
  readonly givenUp: string[];
  readonly recovered: readonly string[];
  /** What did not work. It stops nothing else, and the next run tries it again. */
  readonly faults: readonly string[];
}

/** Invalid items, and items that another poller takes first, that one run looks at in addition to those that it starts. */
const others = 100;
/** Equal refusals in one run, of different items and without a start, after which the fault is the project's and not the items'. */
const equalRefusals = 3;

/**
 * One run: stores new items, recovers stuck ones, starts pending ones. Runs may overlap. Faults are counted in the metric
 * `FailedRuns`: the runs in a row that had one.
 * @throws if the result of the run cannot be counted
 */
export async function poll(poller: Poller): Promise<Polled> {
  const faults: string[] = [];
  const because = (error: Error) => void faults.push(error.message);
  await takeIn(poller).catch(because);
  const { recovered, active } = await recover(poller, poller.now(), faults);
  const polled: Polled = { started: [], refused: [], givenUp: [], recovered, faults };
  await startPending(poller, new Map(active), polled, because).catch(because);

  const withoutBuild = polled.refused.length + polled.givenUp.length;
  log(faults.length > 0 ? "ERROR" : "INFO", "polled", { ...polled });
  const failedRuns = await poller.workItems.failedRuns(faults.length > 0);
  await poller.metrics.publish([
    ...(withoutBuild > 0 ? [{ name: "ItemsGivenUp", value: withoutBuild }] : []),
    ...(failedRuns > 0 ? [{ name: "FailedRuns", value: failedRuns }] : []),
  ]);
  return polled;
}

async function startPending(
  poller: Poller,
  active: Map<unknown, number>,
  { started, refused, givenUp }: Polled,
  because: (error: Error) => void,
): Promise<void> {
  const { workItems, maxStarts } = poller;
  const keys = Object.keys(poller.projects);
  const isBusy = (key: string) => (active.get(key) ?? 0) >= (poller.projects[key]?.concurrent ?? Infinity);
  /** Projects that take no more builds in this run. Their items are not read. */
  const full = new Set(keys.filter(isBusy));
  const refusals = new Map<string, { readonly item: Stored; readonly reason: string }[]>();
  let seen = 0;

  for await (const item of workItems.withStatus("pending", full)) {
    if (started.length >= maxStarts || keys.every((key) => full.has(key)) || seen >= maxStarts + others) break;
    const key = String(item["project"]);
    if (full.has(key)) continue;
    seen += 1;
    const reasons = problems(asSubmitted(item), { projects: keys, repositories: poller.repositories });
    try {
      if (reasons.length > 0) {
        const reason = reasons.join("; ").slice(0, 500);
        const changed = await workItems.move({ id: item.id, from: ["pending"], to: "refused", set: { reason } });
        if (changed) refused.push({ id: item.id, reasons });
        continue;
      }
      const build = await start(item, poller);
      if (!build) continue;
      started.push({ id: item.id, build });
      active.set(key, (active.get(key) ?? 0) + 1);
      if (isBusy(key)) full.add(key);
    } catch (error) {
      const reason = (error as Error).message;
      if (isItemsFault(error)) {
        const equal = [...(refusals.get(key) ?? []), { item, reason }];
        refusals.set(key, equal);
        const began = started.some(({ build }) => build.startsWith(`${poller.projects[key]?.name}:`));
        if (began || equal.length < equalRefusals || equal.some((it) => it.reason !== reason)) continue;
        refusals.delete(key);
        full.add(key);
        because(new Error(`${key}: CodeBuild refuses its builds: ${reason}`));
      } else {
        // What is neither the item's fault nor a limit concerns the project or CodeBuild: its other items wait, too.
        full.add(key);
        if (!isFull(error)) because(new Error(`${item.id}: ${reason}`));
      }
    }
  }
  for (const { item, reason } of [...refusals.values()].flat()) {
    const attempts = (Number(item["attempts"]) || 0) + 1;
    const to = attempts >= poller.maxAttempts ? "failed" : "pending";
    await workItems
      .move({ id: item.id, from: ["pending"], to, set: { attempts, reason: reason.slice(0, 500) } })
      .then((changed) => changed && to === "failed" && givenUp.push(item.id))
      .catch(because);
  }
}
