/** Metrics are of whole minutes, and arrive late. All times are in milliseconds. */

const minute = 60_000;

/** Seconds after the end of its window that a step waits for the figures of it: they arrive one to three minutes late. */
export const arrivalSeconds = 180;

export interface FiguresWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * The whole minutes of a step, from the next one on: the minute in which it begins has requests of before, such as those of the smoke test, which no
 * metric can tell apart. At least one, so that it may end up to a minute after the step; none for a step without length.
 */
export function windowOf(from: number, until: number): FiguresWindow {
  const first = next(from);
  return { from: first, to: until > from ? Math.max(next(until), first + minute) : first };
}

/** Seconds that a step takes at most where its figures are judged: its whole minutes, from the next one on, and until they have arrived. */
export function longestSeconds(seconds: number): number {
  return seconds === 0 ? 0 : (next(seconds * 1000) + minute) / 1000 + arrivalSeconds;
}

/** Until when figures are read: of the window while its own may be on their way, then of all whole minutes. Who waits for users has later ones too. */
export function readUntil({ to }: FiguresWindow, at: number): number {
  return at < to + arrivalSeconds * 1000 ? to : Math.floor(at / minute) * minute;
}

const next = (at: number): number => Math.ceil(at / minute) * minute;

/** The minutes of a window that have not arrived, for people; nothing where all have. @param arrived until when figures have @default - all */
export function missingMinutes({ to }: FiguresWindow, arrived = to): string | undefined {
  if (arrived >= to) return undefined;
  return `users: the figures of ${clock(arrived)} to ${clock(to)} UTC have not arrived`;
}

const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
