/** What is read of the two sides of a release, and what is concluded from it. Times are in milliseconds. */

/** One probe answer of the new side. */
export interface ProbeAnswer {
  /** When the request was sent, in milliseconds since 1970. */
  readonly at: number;
  /** How long the answer took. */
  readonly ms: number;
  /** Whether it counts as an error: a status of 400 or more, a broken connection, or no answer in time (document 003). */
  readonly failed: boolean;
  /** Whether it was given up after the timeout. @default false */
  readonly timedOut?: boolean;
  /** HTTP status. @default - no answer came */
  readonly status?: number;
}

/** What the services' metrics say of one side in a window. */
export interface SideFigures {
  /** Requests that the side answered, with our probes. */
  readonly requests: number;
  /** Those that ended in a server error. */
  readonly errors: number;
  /** 95th percentile of the response time. @default - the metrics have none, as for a side without requests */
  readonly p95?: number;
  /** Average CPU use, 0 to 100. @default - the platform has no such metric */
  readonly cpuPercent?: number;
}

/** Both sides in the same window. */
export interface Figures {
  readonly newSide: SideFigures;
  readonly liveSide: SideFigures;
  /** Until when they reach: what came later has not arrived yet. A whole minute. @default - the end of the step's window */
  readonly to?: number;
}

/** One alarm, now and when the release began. */
export interface AlarmFigure {
  readonly name: string;
  readonly critical: boolean;
  /** The side that the alarm watches. @default - the system as a whole */
  readonly side?: "new" | "live";
  /** Whether it was raised when the release began. */
  readonly wasAlarm: boolean;
  readonly isAlarm: boolean;
}

/**
 * What is concluded, with a reason for each figure that was looked at or could not be.
 *
 * - `waiting`: nothing speaks against the new side so far, and the step is not over.
 * - `healthy`: the step is over, without an issue.
 * - `degraded`: the step is over with issues, too few to go back.
 * - `silent`: the step is over and was prolonged, and there is still too little to judge by.
 * - `failed`: the release goes back.
 */
export interface Verdict {
  readonly is: "healthy" | "degraded" | "failed" | "silent" | "waiting";
  readonly reasons: readonly string[];
}
