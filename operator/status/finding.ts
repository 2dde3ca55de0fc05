import { isNoAnswer, whyNot } from "../preflight/look/finding";

/** What a look is about, in the order in which the screen lists it. */
export const topics = [
  "settings",
  "identity",
  "stacks",
  "releases",
  "alarms",
  "dead letters",
  "locks",
  "drift",
  "builds",
  "backups",
  "certificates",
  "secrets",
  "cost",
  "states",
] as const;
export type Topic = (typeof topics)[number];

/**
 * `now`: needs someone at once. `due`: needs someone soon. `ok`: nothing to do. `unknown`: could not be looked up this time, such as without
 * credentials. `none`: there is nothing to ask, such as an emulator that has no such thing.
 */
export type Level = "now" | "due" | "ok" | "unknown" | "none";

/** What a look found about one thing. No value of a secret is in it. */
export interface StatusFinding {
  readonly topic: Topic;
  readonly level: Level;
  /** The stacks that it concerns. */
  readonly stacks: readonly string[];
  /** Which thing, such as the name of an alarm; empty where it is the stacks themselves. */
  readonly subject: string;
  /** What was found, or why nothing was; one line. */
  readonly detail: string;
  /** Since when it is so, ISO 8601. @default - not known */
  readonly since?: string;
  /** What to do next: a command. @default - nothing */
  readonly command?: string;
}

/** What a look is about. */
export type About = Pick<StatusFinding, "topic" | "stacks"> & { readonly subject?: string };

/** The rest of a finding; it may narrow down what was looked at, or belong to another topic. */
export type Seen = Pick<StatusFinding, "level" | "detail" | "since" | "command"> &
  Partial<Pick<StatusFinding, "topic" | "subject" | "stacks">>;

export const ok = (detail: string, more: Partial<Seen> = {}): Seen => ({ level: "ok", detail, ...more });
export const due = (detail: string, command?: string, more: Partial<Seen> = {}): Seen => ({
  level: "due",
  detail,
  ...(command && { command }),
  ...more,
});
export const now = (detail: string, command?: string, more: Partial<Seen> = {}): Seen => ({
  ...due(detail, command, more),
  level: "now",
});
export const none = (detail: string): Seen => ({ level: "none", detail });
export const unknown = (detail: string, command?: string): Seen => ({
  ...due(detail, command),
  level: "unknown",
});

/** The longest wait for one look, in milliseconds. */
export const patienceMs = 10_000;
/** The longest wait for a sign-in, in milliseconds: less than for a look at the states, which is made meanwhile. */
export const signInMs = 6_000;

/** Where a look is made: what it may wait for, and what an error means there. */
export interface LookingAt {
  /** Why nothing can be looked up there. @default - it can */
  readonly closed?: Seen | undefined;
  /** An emulator, whose refusals mean that it has no such thing. @default false */
  readonly emulated?: boolean;
}

/** Looks, and says why where it cannot: no sign-in, a refusal, no answer in time. Never throws. */
export async function looked(
  about: About,
  ask: () => Promise<Seen | readonly Seen[]>,
  { closed, emulated = false }: LookingAt = {},
): Promise<StatusFinding[]> {
  const seen = closed ?? (await inTime(ask).catch((error: unknown) => failed(error, emulated)));
  const of = { subject: "", ...about };
  return [seen].flat().map((one) => ({ ...of, ...one }));
}

function failed(error: unknown, emulated: boolean): Seen {
  const why = whyNot(error);
  return emulated && !isNoAnswer(error) ? none(`the emulator does not answer this: ${why}`) : unknown(why);
}

/** Waits for an answer as long as {@link patienceMs}: the screen must not hang on one account. @throws {Error} that isNoAnswer knows */
export async function inTime<T>(ask: () => Promise<T>, ms = patienceMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error("no answer"), { name: "TimeoutError" })), ms);
  });
  try {
    return await Promise.race([ask(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `3 queues`, `1 queue`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** The last of some times. */
export const latest = (times: readonly Date[]): Date | undefined =>
  [...times].sort((a, b) => b.getTime() - a.getTime())[0];

/** A time for people, UTC to the minute: `2026-11-30 05:12`. */
export const timeText = (at: Date): string => at.toISOString().slice(0, 16).replace("T", " ");
