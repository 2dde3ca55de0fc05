import { interrupt } from "../process/interrupt";
import { InterruptedError } from "../process/user-error";

/** How many requests run at the same time. */
const lanes = 16;

/** Calls `work` for each item, several at a time, in their order. After a signal or an error no further item is begun. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let failed = false;
  const lane = async () => {
    while (next < items.length && !failed) {
      if (interrupt.requested) throw new InterruptedError("stopped: run the command again to complete it");
      const index = next++;
      try {
        results[index] = await work(items[index] as T);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(lanes, items.length) }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return results;
}
