import type { Clock } from "../process/clock";

/** Between two looks, in milliseconds. */
const pauseMs = 5_000;
/** How long one look may take, in milliseconds. */
const patienceMs = 5_000;

/** Looks again and again, until something is there or the time is over. */
export async function until<T>(look: () => Promise<T | undefined>, end: number, clock: Clock): Promise<T | undefined> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (clock.now() + pauseMs > end) return undefined;
    await clock.sleep(pauseMs);
  }
}

/** An address that says which build answers, and the text that it has of this one. */
export interface WaitFor {
  readonly url: string;
  readonly expected: string;
}

/** Looks in a row, and requests of each, that must all say it: a canary gives the new build a part of the requests. */
const looksInARow = 3;
const requestsOfALook = 10;

/** Waits until a build alone answers. What the address said last, where the time is over before. */
export async function alone(waitFor: WaitFor, end: number, clock: Clock): Promise<Said> {
  let last: Said = { isThere: false, text: "" };
  let inARow = 0;
  await until(
    async () => {
      last = await look(waitFor);
      inARow = last.isThere ? inARow + 1 : 0;
      return inARow >= looksInARow || undefined;
    },
    end,
    clock,
  );
  return { ...last, isThere: inARow >= looksInARow };
}

async function look(waitFor: WaitFor): Promise<Said> {
  let said = await ask(waitFor);
  for (let asked = 1; said.isThere && asked < requestsOfALook; asked++) said = await ask(waitFor);
  return said;
}

/** What an address says. */
export interface Said {
  /** It answered 200, and its text has what is expected. */
  readonly isThere: boolean;
  /** For people. */
  readonly text: string;
}

async function ask({ url, expected }: WaitFor): Promise<Said> {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(patienceMs),
      headers: { "cache-control": "no-cache" },
    });
    const text = (await answer.text()).slice(0, 10_000);
    const isThere = answer.status === 200 && hasWord(text, expected);
    return { isThere, text: `${url} answered ${answer.status}: ${text.slice(0, 200).replace(/\s+/g, " ")}` };
  } catch (error) {
    const { cause, message } = error as Error;
    return { isThere: false, text: `${url} did not answer: ${(cause as Error)?.message || message}` };
  }
}

/** Whether a text has these characters, and not as a part of another version: 1.2.0 is in neither 11.2.0 nor 1.2.0-rc.1. */
function hasWord(text: string, expected: string): boolean {
  const escaped = expected.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(`(?<![\\w.-])${escaped}(?![\\w.-])`).test(text);
}
