import type { AlarmFigure, Figures, ProbeAnswer } from "../judge/figures";

/** Late-bound values of a stack by name, as the output `release` has them: `S`, what the state holds. */
export type Values = Readonly<Record<string, string | number>>;

/** What a platform can do with the weights of a release. A step that it cannot do is refused by name, never rounded. */
export interface Capabilities {
  /** The name in messages and in the table of docs/release.md, e.g. `ECS`. */
  readonly name: string;
  /** Percentages that the new side may get; `any` for every whole number. */
  readonly percents: "any" | readonly number[];
  /** Whether the new side can start without users' requests. */
  readonly startsAtZero: boolean;
  /** Whether `--smoke` can reach the new side alone. */
  readonly smoke: boolean;
  /** Whether we can probe the new side alone, without knowing what it does. */
  readonly probes: boolean;
  /** What judges a step. */
  readonly judgedBy: string;
  /** About how long the way back takes. */
  readonly wayBackSeconds: number;
}

/** What a side of a release is doing. */
export interface Rollout {
  readonly is: "rolling" | "ready" | "failed";
  /** What was seen, for people: counts, the reasons of stopped tasks. */
  readonly seen: readonly string[];
}

/** A one-off task, such as a migration. */
export interface TaskRun {
  readonly id: string;
  readonly is: "running" | "succeeded" | "failed";
  readonly exitCode?: number;
  readonly reason?: string;
  /** Where its log is. */
  readonly log?: string;
}

/** One figure of a component (worker) that rolls at the finish: it fails where `value` is above `limit`. */
export interface ComponentFigure {
  readonly component: string;
  /** What is measured, with its unit, e.g. `oldest message, seconds`, `dead letters`, `restarts`. */
  readonly what: string;
  /** Undefined: it could not be read. */
  readonly value?: number;
  readonly limit: number;
}

/** The side that users have, and the one that a release starts. */
export type Side = "live" | "new";

/**
 * What the engine of a release needs of a platform. Values are computed here and written by the engine through Terraform (`S`); what really
 * is (`W`) is only ever read from the services' APIs. Values that a platform gives may be some of a stack's: the others stay.
 */
export interface Platform {
  readonly can: Capabilities;
  /** Why this stack has no other side that a release could start, and what brings a build to users there. Absent: it has one. */
  readonly oneSided?: string | undefined;
  /** `W`: share of the requests that the new side really has, 0 to 100. The largest, where several things carry it. */
  readWeight(): Promise<number>;
  /** Sets the real share by the services' API, without Terraform: the way back where an apply cannot run. */
  setWeight(percent: number): Promise<void>;
  /**
   * What the state had by the log, for a process that could not read it yet: which side is live is needed to set a weight. What was read counts
   * more. Absent: no weight depends on the state.
   */
  assume?(values: Values): void;
  /** The call that does so by hand, for `requires_manual_intervention`. */
  weightCall(percent: number): string;
  /** The share that the state has. */
  weightOf(values: Values): number;
  /** What is live by the state: an image, or versions of functions. */
  buildOf(values: Values): string;
  /** Whether something is published that users do not have. Absent: a build is known by its name before it is started. */
  hasNew?(values: Values): Promise<boolean>;
  /** How many replicas the live side runs now. The new side gets as many before the first step. */
  capacity(): Promise<number>;
  /** Values that start `build` at 0 % with this capacity, probe route on. */
  start(now: Values, build: string, capacity: number): Values;
  /** Values that give the new side this share. */
  shift(now: Values, percent: number): Values;
  /** Whether weights divide what was started. If not, all users get it at the finish, and it is judged after that. Absent: they do. */
  divides?(now: Values): boolean;
  /** What switches whole at the finish, each with why, for people. Absent: nothing. */
  whole?(): readonly string[];
  /** Values after the last step: the sides swap, and no weight of a service changes. The old side keeps its size. */
  finish(now: Values): Values;
  /** Values of the way back: share 0, `from` as it was, probe route off. */
  back(now: Values, from: Values): Values;
  /**
   * Takes away what an apply that was cut off has made and no state knows, once the state has the values of the way back. Returns what it was,
   * for people. Absent: there is nothing like that.
   */
  tidy?(): Promise<readonly string[]>;
  /** Values once the old side need not be kept: it stops. */
  idle(now: Values): Values;
  /** The build that the other side still runs: a rollback to it is one change of the weight. Undefined: it runs none. */
  standby(now: Values): string | undefined;
  /** Values that lead all users to `build` in one apply, where sides need not swap (a kept version of a function). Undefined: they must. */
  direct?(now: Values, build: string): Values | undefined;
  /** Values that give the components alone the build of `from` again. Absent: they get it with the release of `from`. */
  componentsBack?(now: Values, from: Values): Values;
  /** The rollout of a side, and at the finish of the components. */
  rollout(of: Side | "components"): Promise<Rollout>;
  /** Asks the new side alone, one request after the other. */
  probe(requests: number): Promise<ProbeAnswer[]>;
  /** Asks one path of a side, one request after the other: the checks before and after. */
  ask(side: Side, path: string, requests: number): Promise<ProbeAnswer[]>;
  /** What the components show since this time (ms). Absent: there are none that can be judged. */
  componentFigures?(since: number): Promise<readonly ComponentFigure[]>;
  /**
   * What both sides met between two times (ms), with our probes. Where the platform's metrics are late, `to` says until when they have arrived, and later
   * minutes are left out.
   * @param whole read all of it, and look for no end: nothing needs to have reached the new side. @default false
   */
  figures(from: number, until: number, whole?: boolean): Promise<Figures>;
  /** The critical alarms of the system and of the new side. `since`: the start of the release (ms). */
  alarms(since: number): Promise<AlarmFigure[]>;
  /** Address of the new side for `--smoke`, and the header that leads to it. */
  smokeEnvironment(): Promise<Readonly<Record<string, string>>>;
  /** One-off tasks with the image of the new side; `startedBy` finds one again, or its id where that is known. Undefined: the platform has none. */
  readonly tasks?: {
    /** Values that give the definitions of one-off tasks this build, and nothing else. */
    prepare(now: Values, build: string): Values;
    run(name: string, startedBy: string): Promise<TaskRun>;
    find(name: string, startedBy: string, id?: string): Promise<TaskRun | undefined>;
  };
}
