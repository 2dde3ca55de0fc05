import { setTimeout } from "node:timers/promises";

/**
 * Waits until something is so.
 * @param reached returns true, or what it found instead
 * @throws with what was found last
 */
export async function eventually(what: string, reached: () => Promise<unknown>, seconds = 180): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await reached();
    if (found === true) return;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s, found ${JSON.stringify(found)}`);
    await setTimeout(500);
  }
}
