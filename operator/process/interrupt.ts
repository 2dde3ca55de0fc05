import type { ChildProcess } from "node:child_process";
import { InterruptedError } from "./user-error";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type StopSignal = (typeof signals)[number];
const numbers: Record<StopSignal, number> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * One graceful stop for the whole process. The first signal is passed on once, as SIGINT, to every running Terraform, which then
 * finishes its requests in flight, saves its state and releases its lock. A second signal kills.
 */
export class Interrupt {
  private readonly running = new Set<ChildProcess>();
  private signal?: StopSignal;

  /** Whether a signal was received: nothing new is started. */
  get requested(): boolean {
    return this.signal !== undefined;
  }

  /** The exit code after a stop: 128 + the signal's number; 0 without a signal. */
  get exitCode(): number {
    return this.signal ? 128 + numbers[this.signal] : 0;
  }

  /** Reacts to signals until the returned function is called. `say` is called with one line for people at each of the two steps. */
  watch(say: (line: string) => void): () => void {
    const onSignal = (signal: StopSignal) => {
      if (this.signal) {
        say("killed: locks and unfinished resources may be left, `npm run unlock -- <stack>` shows the lock");
        this.forward("SIGKILL");
        return;
      }
      this.signal = signal;
      const { size } = this.running;
      const awaited = size > 0 ? `${size} running Terraform` : "the step in progress";
      say(`stopping after ${signal}: waiting for ${awaited} (a second signal kills it)`);
      this.forward("SIGINT");
    };
    for (const signal of signals) process.on(signal, onSignal);
    return () => {
      for (const signal of signals) process.off(signal, onSignal);
    };
  }

  /** Passes signals on to a child until it exits. The child must lead its own process group. */
  track(child: ChildProcess): void {
    this.running.add(child);
    child.once("exit", () => this.running.delete(child));
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
