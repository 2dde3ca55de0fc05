import type { Values } from "../../../../../operator/release/port/platform";

export type Colour = "blue" | "green";
export const other = (colour: Colour): Colour => (colour === "blue" ? "green" : "blue");

/** How a build behaves, by the share of users that it has. */
export interface Behaviour {
  /** Seconds until it is ready; undefined: never. */
  readonly starts?: number;
  readonly errors: (percent: number) => number;
  readonly ms: (percent: number) => number;
}

export const good: Behaviour = { starts: 40, errors: () => 0, ms: () => 80 };

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** Everything outside of the operator, in memory: two colours, the state, the log, the time. What really is differs from what the state says. */
export class World {
  now = Date.parse("2026-11-30T08:00:00.000Z");
  readonly objects = new Map<string, string>();
  values: Values = {
    image: "app:1",
    next_image: "app:0",
    next_percent: 0,
    live: "blue",
    blue_minimum: 2,
    green_minimum: 0,
    components_image: "app:1",
  };
  /** The rule as the state has it: a plan without refresh compares with this, and not with what is. */
  ruleInState: Readonly<Record<Colour, number>> = { blue: 100, green: 0 };
  rule: Record<Colour, number> = { blue: 100, green: 0 };
  readonly running: Record<Colour, { build: string; since: number } | undefined> = {
    blue: { build: "app:1", since: 0 },
    green: undefined,
  };
  readonly behaviours = new Map<string, Behaviour>();
  readonly tasks = new Map<string, { id: string; endsAt: number; exitCode: number }>();
  migrationExit = 0;
  lockedUntil = 0;
  withoutCredentialsUntil = 0;
  /** The bucket of the state gives no answer; services do. */
  stateUnreadableUntil = 0;
  requestsPerSecond = 20;
  alarmsRaised: string[] = [];
  /** The share of the new side from which an alarm is raised. */
  alarmAt?: number;
  /** Components fail with this build. */
  componentsFailWith?: string;
  /** What an apply of the checkout would publish. */
  unpublished: string[] = [];
  /** Effects on anything outside of the operator. */
  effects = 0;
  private timers: Timer[] = [];
  private seed = 1;

  constructor(seed = 1) {
    this.seed = seed;
  }

  /** The same world once more, for another course of events. */
  copy(): World {
    const copied = new World(this.seed);
    const { now, values, ruleInState, migrationExit, requestsPerSecond, componentsFailWith, effects } = this;
    Object.assign(copied, { now, values, ruleInState, migrationExit, requestsPerSecond, componentsFailWith, effects });
    Object.assign(copied.rule, this.rule);
    Object.assign(copied.running, this.running);
    for (const [name, text] of this.objects) copied.objects.set(name, text);
    for (const [build, behaviour] of this.behaviours) copied.behaviours.set(build, behaviour);
    for (const [id, task] of this.tasks) copied.tasks.set(id, task);
    return copied;
  }

  behaviour(build: string): Behaviour {
    return this.behaviours.get(build) ?? good;
  }

  get live(): Colour {
    return this.values["live"] as Colour;
  }

  /** Which share of the users has which build, really. */
  shares(): Record<string, number> {
    const shares: Record<string, number> = {};
    for (const colour of ["blue", "green"] as const) {
      const build = this.running[colour]?.build ?? "nothing";
      if (this.rule[colour] > 0) shares[build] = (shares[build] ?? 0) + this.rule[colour];
    }
    return shares;
  }

  /** What a plan with refresh would change. */
  pending(): string[] {
    const wanted = ruleOf(this.values);
    const colours = ["blue", "green"] as const;
    return [
      ...(colours.every((colour) => wanted[colour] === this.rule[colour]) ? [] : ["update aws_lb_listener_rule.app"]),
      ...colours.flatMap((colour) => {
        const build = buildOn(this.values, colour);
        const runs = this.running[colour]?.build;
        return runs === build ? [] : [`update aws_ecs_service.${colour}: runs ${runs}, expected ${build}`];
      }),
    ];
  }

  random(): number {
    // mulberry32
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  sleep(ms: number, until?: AbortSignal): Promise<void> {
    if (until?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        until?.removeEventListener("abort", wake);
        resolve();
      };
      this.timers.push({ at: this.now + ms, wake });
      until?.addEventListener("abort", wake);
    });
  }

  /** Lets the time go by until this is done; each wait takes none of the test's. */
  async pass<T>(work: Promise<T>, isOver: () => boolean = () => false): Promise<T | undefined> {
    let settled = false;
    const result = work.finally(() => {
      settled = true;
    });
    result.catch(() => {});
    for (let idle = 0; idle < 50; ) {
      await new Promise(setImmediate);
      if (settled) return result;
      if (isOver()) return undefined;
      const next = this.timers.sort((a, b) => a.at - b.at).shift();
      idle = next ? 0 : idle + 1;
      if (!next) continue;
      this.now = Math.max(this.now, next.at);
      next.wake();
    }
    throw new Error("the release waits for something that never comes");
  }
}

/** The weights that the values mean. */
export function ruleOf(values: Values): Record<Colour, number> {
  const live = values["live"] as Colour;
  const next = Number(values["next_percent"]);
  return { [live]: 100 - next, [other(live)]: next } as Record<Colour, number>;
}

/** The build that a colour runs by the values; undefined with 0 replicas. */
export function buildOn(values: Values, colour: Colour): string | undefined {
  if (Number(values[`${colour}_minimum`]) === 0) return undefined;
  return String(values[colour === values["live"] ? "image" : "next_image"]);
}
