import type { Body, EntryOf, Plan } from "../log/entries";
import { LostRelease, requestsIn } from "../log/lost";
import { runBy } from "../log/record";
import type { ReleaseLog } from "../log/release-log";
import type { Values } from "../port/platform";
import { pollSeconds, type ReleaseContext } from "./context";
import { GoBack } from "./ends";
import { persist } from "./persist";

type IntentBody = Omit<Extract<Body, { type: "intent" }>, "type" | "phase">;
type DoneBody = Omit<Extract<Body, { type: "done" }>, "type" | "phase" | "seen">;

/** Seconds before the end of what its last entry announced, or after, at which a process says that it is still there; and how long that counts. */
const aliveSeconds = 60;

/** One process that runs one release. */
export class Run {
  constructor(
    readonly context: ReleaseContext,
    readonly log: ReleaseLog,
  ) {}

  get plan(): Plan {
    return this.log.plan;
  }

  /** Milliseconds at which the release began. */
  get began(): number {
    return Date.parse(this.log.entries[0]?.at ?? "");
  }

  /** Adds an entry; `seconds` is how long what it announces takes at most. Requests that came before it are heard. */
  async write(body: Body, seconds: number): Promise<void> {
    const { operator, clock } = this.context;
    this.hear(await this.log.append(body, operator, clock.now(), seconds));
  }

  /** Announces a phase. */
  intent(phase: EntryOf<"intent">["phase"], seconds: number, more: Partial<IntentBody> = {}): Promise<void> {
    return this.record({ type: "intent", phase, ...more }, seconds);
  }

  /** Records something that was seen. */
  record(body: Body, seconds: number): Promise<void> {
    return persist(this.context, "write the log", () => this.write(body, seconds));
  }

  /** Records the end of a phase with everything that was seen, and says it. `seconds`: until the next entry at most. */
  async done(phase: EntryOf<"done">["phase"], seen: readonly string[], more: Partial<DoneBody> = {}, seconds = 0) {
    await this.record({ type: "done", phase, seen: [...seen], ...more }, seconds);
    for (const line of seen) this.context.say(`  ${line}`);
  }

  /** Reads the requests of others. @throws {LostRelease} when another process goes on with this release @throws {GoBack} when one asks to end it */
  async look(): Promise<void> {
    const added = await persist(this.context, "read the log", () => this.log.refresh());
    this.hear(requestsIn(this.log.id, added, this.context.operator));
    this.throwIfAborted();
    await this.stayWatched();
  }

  /** On the way back: whether the release is still this process's. A log that cannot be read holds nothing up. @throws {LostRelease} */
  async stillOurs(): Promise<void> {
    try {
      this.hear(requestsIn(this.log.id, await this.log.refresh(), this.context.operator));
    } catch (error) {
      if (error instanceof LostRelease) throw error;
    }
    await this.stayWatched();
  }

  /** What takes longer than its intent said must not count as left. A log that cannot be written holds nothing up. @throws {LostRelease} */
  private async stayWatched(): Promise<void> {
    const last = runBy(this.log.entries);
    const left = Date.parse(last?.until ?? "") - this.context.clock.now();
    if (left > aliveSeconds * 1000) return;
    try {
      await this.write({ type: "alive" }, aliveSeconds);
    } catch (error) {
      if (error instanceof LostRelease) throw error;
    }
  }

  /** Waits this long, and looks every 5 seconds whether the release is to end. Ends early when a person asks to go on, and when `isOver`. */
  async wait(ms: number, isOver: () => boolean = () => false): Promise<void> {
    const { clock, interrupt } = this.context;
    const until = clock.now() + ms;
    while (clock.now() < until && !this.promoted && !isOver()) {
      this.throwIfAborted();
      await clock.sleep(Math.min(pollSeconds * 1000, until - clock.now()), interrupt);
      await this.look();
    }
    this.throwIfAborted();
  }

  /** Applies values, in the time that is left of a retry. */
  async apply(values: Values, reason: string, secondsLeft: number, looks = false): Promise<void> {
    const lockTimeoutSeconds = Math.max(1, Math.floor(secondsLeft));
    await this.context.state.apply(values, { lockTimeoutSeconds, reason, looks });
  }

  /** @throws {GoBack} after Ctrl-C, or when a person wants to end the release */
  throwIfAborted(): void {
    if (this.context.interrupt.aborted) throw new GoBack("person", ["stopped by Ctrl-C or a signal"]);
    if (this.aborted) throw new GoBack("person", [`${this.aborted.by.who} ended it with --abort${why(this.aborted)}`]);
  }

  /** The request to go on that was not answered yet; it is answered by taking it. */
  takePromotion(): EntryOf<"request"> | undefined {
    const { promoted } = this;
    this.promoted = undefined;
    return promoted;
  }

  private promoted?: EntryOf<"request">;
  private aborted?: EntryOf<"request">;

  private hear(requests: readonly EntryOf<"request">[]): void {
    for (const request of requests) {
      if (request.ask === "abort") this.aborted = request;
      else this.promoted = request;
    }
  }
}

const why = ({ reason }: { readonly reason?: string }): string => (reason ? `: ${reason}` : "");
