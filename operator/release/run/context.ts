import type { Operator } from "../log/entries";
import type { LogStore } from "../port/log-store";
import type { Platform } from "../port/platform";
import type { ReleaseState } from "../port/state";

/** The time, as the engine sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits; ends early when `until` is aborted. */
  sleep(ms: number, until?: AbortSignal): Promise<void>;
}

/** What a program of the user answered. */
export interface CommandResult {
  readonly exitCode: number;
  /** Its last lines. */
  readonly output: string;
}

/** One stack that is released to, and everything that the engine needs of the world. */
export interface ReleaseContext {
  readonly stack: string;
  readonly platform: Platform;
  readonly state: ReleaseState;
  readonly store: LogStore;
  readonly clock: Clock;
  /** Aborted by Ctrl-C: the release goes back. */
  readonly interrupt: AbortSignal;
  readonly operator: Operator;
  /** One line for people. */
  say(line: string): void;
  /** Asks a person, until the question is withdrawn. Absent: there is no terminal. */
  ask?(question: string, withdrawn: AbortSignal): Promise<boolean>;
  /** The one confirmation, which covers the release and its way back. @default - confirmed */
  confirm?(lines: readonly string[]): Promise<boolean>;
  /** Whether the process of an entry has ended, where that can be seen (same host). @default - cannot be seen */
  hasEnded?(by: Operator): boolean;
  /** The Terraform that a dead operator left running on the stack, for people. @default - none */
  orphan?(): Promise<string | undefined>;
  /** Seconds that the credentials last; undefined if they do not end. */
  credentialsLast?(): Promise<number | undefined>;
  /** Runs the command of `--smoke` with these variables. */
  run?(command: string, environment: Readonly<Record<string, string>>): Promise<CommandResult>;
}

/** Seconds for which a lock, a stale plan or a service that does not answer is tried again. */
export const retrySeconds = 120;
/** Seconds between two tries, and between two looks for requests of others. */
export const pollSeconds = 5;
