/** The answer to one probe of the new side. */
export interface ProbeAnswer {
  /** When it was sent, ms since the epoch. */
  readonly at: number;
  readonly ms: number;
  readonly failed: boolean;
  readonly timedOut?: boolean;
  readonly status?: number;
}

/** What the services' metrics say of one side in a window. */
export interface SideFigures {
  readonly requests: number;
  readonly errors: number;
  /** 95th percentile of the response time, ms. */
  readonly p95?: number;
  readonly cpuPercent?: number;
}

/** Both sides in one window. */
export interface Figures {
  readonly newSide: SideFigures;
  readonly liveSide: SideFigures;
}

/** An alarm, as it was when the release began and as it is. */
export interface AlarmFigure {
  readonly name: string;
  readonly critical: boolean;
  readonly side?: "new" | "live";
  readonly wasAlarm: boolean;
  readonly isAlarm: boolean;
}

/** What a judge says. `silent`: too few requests to say. `waiting`: the step is not over. */
export interface Verdict {
  readonly is: "healthy" | "degraded" | "failed" | "silent" | "waiting";
  readonly reasons: readonly string[];
}
