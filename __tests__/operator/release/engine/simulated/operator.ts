import { AlreadyThere, type LogStore } from "../../../../../operator/release/port/log-store";
import { LostCredentials } from "../../../../../operator/release/port/lost-credentials";
import type { Values } from "../../../../../operator/release/port/platform";
import { ApplyError, type ReleaseState } from "../../../../../operator/release/port/state";
import type { ReleaseContext } from "../../../../../operator/release/run/context";
import { platformOf } from "./platform";
import { buildOn, type Colour, ruleOf, type World } from "./world";

/** What happens at one point of an operator's work. */
export type Fault =
  /** SIGKILL: nothing of this process happens any more. */
  | "kill"
  /** The call fails; if it had an effect already, that stays. */
  | "lost"
  | "short lock"
  | "long lock"
  | "short credentials"
  | "long credentials"
  /** The state cannot be read or written, while services answer. */
  | "short state"
  | "long state"
  /** A person sets the weight by hand. */
  | "hand"
  | "ctrl-c"
  /** Another operator begins a release. */
  | "second";

export interface Options {
  readonly who?: string;
  /** At the n-th point: before or after an effect, or between two values of an apply. */
  readonly faults?: ReadonlyMap<number, Fault>;
  readonly answers?: boolean;
  readonly onSecond?: () => void;
}

let processes = 0;

/** One process of the operator in the world. It counts the points at which something may happen to it. */
export class SimulatedOperator {
  points = 0;
  dead = false;
  readonly lines: string[] = [];
  readonly names: string[] = [];
  readonly context: ReleaseContext;
  private readonly controller = new AbortController();

  constructor(
    readonly world: World,
    private readonly options: Options = {},
  ) {
    processes += 1;
    const { who = "ann", answers } = options;
    this.context = {
      stack: "aws-prod",
      platform: platformOf(this),
      state: this.state(),
      store: this.store(),
      clock: {
        now: () => world.now,
        sleep: async (ms, until) => {
          await world.sleep(ms, until);
          if (this.dead) await never();
        },
      },
      interrupt: this.controller.signal,
      operator: { who, host: `host-of-${who}`, token: `process-${processes}` },
      say: (line) => this.lines.push(line),
      ...(answers !== undefined && { ask: async () => answers }),
    };
  }

  interrupt(): void {
    this.controller.abort();
  }

  /** A call to a service: what it reads, or what it changes between two points. */
  async call<T>(name: string, act: () => T, hasEffect = false): Promise<T> {
    if (this.dead) await never();
    await this.point(`before ${name}`, hasEffect);
    if (this.world.now < this.world.withoutCredentialsUntil) throw new LostCredentials("ExpiredToken");
    const result = act();
    if (hasEffect) this.world.effects += 1;
    await this.point(`after ${name}`, hasEffect);
    return result;
  }

  private async point(name: string, counts: boolean): Promise<void> {
    if (this.dead) await never();
    if (!counts) return;
    const fault = this.options.faults?.get(this.points);
    this.points += 1;
    this.names.push(name);
    const { world } = this;
    if (fault === "kill") {
      this.dead = true;
      await never();
    }
    if (fault === "lost") throw new Error("the connection broke");
    if (fault === "short lock") world.lockedUntil = world.now + 60_000;
    if (fault === "long lock") world.lockedUntil = world.now + 900_000;
    if (fault === "short credentials") world.withoutCredentialsUntil = world.now + 60_000;
    if (fault === "long credentials") world.withoutCredentialsUntil = world.now + 900_000;
    if (fault === "short state") world.stateUnreadableUntil = world.now + 60_000;
    if (fault === "long state") world.stateUnreadableUntil = world.now + 900_000;
    if (fault === "hand") Object.assign(world.rule, { blue: 30, green: 70 });
    if (fault === "ctrl-c") this.interrupt();
    if (fault === "second") this.options.onSecond?.();
  }

  private store(): LogStore {
    const { objects } = this.world;
    return {
      list: (folder) =>
        this.call("list", () => {
          const below = [...objects.keys()].filter((name) => name.startsWith(folder));
          return [...new Set(below.map((name) => name.slice(folder.length).split("/")[0] as string))].sort();
        }),
      read: (name) =>
        this.call("read", () => {
          const text = objects.get(name);
          if (text === undefined) throw new Error(`no object ${name}`);
          return text;
        }),
      put: (name, text) =>
        this.call(
          "put",
          () => {
            if (objects.has(name)) throw new AlreadyThere(name);
            objects.set(name, text);
          },
          true,
        ),
    };
  }

  /** As with Terraform, what was read or applied is known, until an apply whose end is not known. */
  private state(): ReleaseState {
    const { world } = this;
    let last: Values | undefined;
    const read = async () => {
      const values = await this.call("read state", () => ({ ...world.values })).catch((error: Error) => {
        throw error instanceof LostCredentials ? new ApplyError("credentials", error.message) : error;
      });
      if (world.now < world.stateUnreadableUntil) throw new ApplyError("other", "reading the state: SlowDown");
      last = values;
      return values;
    };
    return {
      read,
      known: async () => last ?? read(),
      pending: () => this.call("plan", () => world.pending()),
      changed: () => this.call("plan", () => [...world.pending(), ...world.unpublished]),
      configHash: () => "hash",
      apply: async (values) => {
        last = undefined;
        await this.apply(values);
        last = { ...world.values };
      },
    };
  }

  /** The side that this process takes as live, by what it has read of the state; the last one where that cannot be read. */
  async live(): Promise<Colour> {
    try {
      this.lastLive = (await this.context.state.known())["live"] as Colour;
    } catch (error) {
      if (this.lastLive === undefined) throw error;
    }
    return this.lastLive;
  }

  private lastLive?: Colour;

  assume(live: Colour): void {
    this.lastLive ??= live;
  }

  /** Terraform without refresh: each value is saved by itself, then services and the rule, if they differ from the state. */
  private async apply(values: Values): Promise<void> {
    const { world } = this;
    if (this.dead) await never();
    if (world.now < world.withoutCredentialsUntil) throw new ApplyError("credentials", "ExpiredToken");
    if (world.now < world.stateUnreadableUntil) throw new ApplyError("other", "reading the state: SlowDown");
    if (world.now < world.lockedUntil) throw new ApplyError("locked", "the state is locked by bob");
    for (const name of Object.keys(values)) {
      if (world.values[name] === values[name]) continue;
      await this.call(
        `apply ${name}`,
        () => {
          world.values = { ...world.values, [name]: values[name] as string | number };
        },
        true,
      );
    }
    for (const colour of ["blue", "green"] as const) await this.applyService(colour);
    const wanted = ruleOf(world.values);
    if (wanted.green === world.ruleInState.green) return;
    await this.call("ModifyRule", () => Object.assign(world.rule, wanted), true);
    await this.call(
      "save the rule",
      () => {
        world.ruleInState = wanted;
      },
      true,
    );
  }

  private async applyService(colour: Colour): Promise<void> {
    const { world } = this;
    const build = buildOn(world.values, colour);
    if (world.running[colour]?.build === build) return;
    await this.call(
      `UpdateService ${colour}`,
      () => {
        world.running[colour] = build === undefined ? undefined : { build, since: world.now };
      },
      true,
    );
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
