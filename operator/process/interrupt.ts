import type { ChildProcess } from "node:child_process";
import { InterruptedError } from "./user-error";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type StopSignal = (typeof signals)[number];
const numbers: Record<StopSignal, number> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** Within this time a repeat of a signal is the same one: npm passes on what the terminal has sent to this process already. */
const repeatMs = 1000;
/** How long this process stays after its first signal at least: a repeat that comes while it ends would end npm by the signal, not with 130. */
const stayMs = 200;

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * One graceful stop for the whole process. The first signal is passed on once, as SIGINT, to every running Terraform, which then
 * finishes its requests in flight, saves its state and releases its lock. The second one kills, the third one ends this process too.
 */
export class Interrupt {
  private readonly running = new Set<ChildProcess>();
  private readonly listeners = new Set<() => void>();
  private signal?: StopSignal;
  /** The signal that a way back has answered. */
  private answered?: StopSignal;
  private last?: { readonly signal: StopSignal; readonly at: number };
  private killed = false;
  private say = toStandardError;
  private watchers = 0;
  private readonly handler = (signal: StopSignal) => this.take(signal);

  /** Whether a signal was received: nothing new is started. */
  get requested(): boolean {
    return this.signal !== undefined;
  }

  /** The exit code after a stop: 128 + the signal's number; 0 without a signal. */
  get exitCode(): number {
    const signal = this.signal ?? this.answered;
    return signal ? 128 + numbers[signal] : 0;
  }

  /**
   * Answers a signal by work that leads back to where the run began: what is started from now on runs. The exit code stays, and the next
   * signal counts as the first one.
   */
  answer(): void {
    this.answered = this.signal ?? this.answered;
    delete this.signal;
    this.killed = false;
  }

  /**
   * Reacts to signals until the returned function is called, or for good once there was one. `say` gets one line for people at each step.
   * Within `watch` it may be called again, for another `say`.
   */
  watch(say: (line: string) => void): () => void {
    const outer = this.say;
    this.say = say;
    if (this.watchers++ === 0 && !this.signal) for (const signal of signals) process.on(signal, this.handler);
    return () => {
      this.say = outer;
      // The repeat may be under way: it must not end what is still printed.
      if (--this.watchers === 0 && !this.signal) for (const signal of signals) process.off(signal, this.handler);
    };
  }

  /** Ends this process as soon as no Terraform runs. */
  endWhenIdle(): void {
    const timer = setInterval(() => {
      if (this.running.size > 0) return;
      clearInterval(timer);
      process.exit(this.exitCode);
    }, 50);
  }

  /** Acts as if the process had received this signal. */
  take(signal: StopSignal): void {
    const now = performance.now();
    if (this.last?.signal === signal && now - this.last.at < repeatMs) return;
    this.last = { signal, at: now };
    const { size } = this.running;
    if (!this.signal) {
      this.signal = signal;
      setTimeout(() => {}, stayMs);
      const awaited = size > 0 ? `${size} running Terraform (a second signal kills it)` : "the step in progress";
      this.say(`stopping after ${signal}: waiting for ${awaited}`);
      this.forward("SIGINT");
      for (const listener of this.listeners) listener();
    } else if (size > 0 && !this.killed) {
      this.killed = true;
      this.say(`killing ${size} running Terraform: looking up what it leaves (a third signal ends this at once)`);
      this.forward("SIGKILL");
    } else {
      this.say("ended at once: `npm run unlock -- <stack>` shows whether a state is locked");
      this.forward("SIGKILL");
      process.exit(this.exitCode);
    }
  }

  /** Passes signals on to a child until it exits. The child must lead its own process group. */
  track(child: ChildProcess): void {
    this.running.add(child);
    child.once("exit", () => this.running.delete(child));
  }

  /** Calls `listener` at the first signal, until the returned function is called. */
  onStop(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** The result of work that nothing has to end properly. @throws {InterruptedError} with the message at the first signal, without waiting for it */
  async orStop<T>(work: Promise<T>, message: string): Promise<T> {
    let forget = () => {};
    const stopped = new Promise<never>((_, reject) => {
      const stop = () => reject(new InterruptedError(message));
      if (this.requested) stop();
      else forget = this.onStop(stop);
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      forget();
    }
  }

  /** @throws {InterruptedError} after a signal */
  throwIfRequested(): void {
    if (this.signal) throw new InterruptedError("stopped before it was started");
  }

  private forward(signal: NodeJS.Signals): void {
    for (const child of this.running) signalGroup(child, signal);
  }
}

/** Signals a child and the processes that it started. It is no error if they have ended. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The one instance: signals reach the whole process. */
export const interrupt = new Interrupt();
