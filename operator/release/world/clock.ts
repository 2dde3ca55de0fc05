import { setTimeout } from "node:timers/promises";
import type { Clock } from "../run/context";

/** The time of this machine. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, until) => setTimeout(ms, undefined, { signal: until }).catch(() => {}),
};
