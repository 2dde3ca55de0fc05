/** The header in which an answer of the simulator says how long it took, in milliseconds; the test does not wait that long. */
export const countedHeader = "x-traffic-ms";

/** Where a test's program asks the simulator for the time. */
export const clockPath = "/traffic-simulator/clock";

/** What it asks there: to let this many milliseconds pass. The answer is {@link Told}. */
export interface Asked {
  readonly sleep: number;
}

/** The time of the simulator, milliseconds since 1970. */
export interface Told {
  readonly now: number;
}
