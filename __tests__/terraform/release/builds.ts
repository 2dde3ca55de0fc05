/** How a build answers, by the words of its tag between `-`, `.` and `_`: `1.3.0-bad7-from25` is bad once it has 25 % of the requests. */
export interface Behaviour {
  /** Share of the requests that it answers with 500. */
  readonly errorPercent: number;
  /** About how long an answer takes, milliseconds. */
  readonly ms: number;
}

const usualMs = 40;
/** A tag with `late`: more than the 1000 ms that a probe may take, and more than half as much again as the usual build. */
const lateMs = 1200;

/**
 * The behaviour of an image that has this share of the requests. `bad7` and `bad20` answer 7 % and 20 % with errors, `late` takes 1.2 s;
 * `from25` is good below 25 %. `slow`, `crashes` and `never-starts` are words of moto, and say nothing here.
 */
export function behaviourOf(image: string, percent: number): Behaviour {
  const tag = image.split("@")[0]?.split("/").at(-1)?.split(":")[1] ?? "";
  const words = tag.split(/[-._]/);
  const number = (name: string) =>
    Number(words.find((word) => new RegExp(`^${name}\\d+$`).test(word))?.slice(name.length) ?? 0);
  const isGood = percent < number("from");
  return {
    errorPercent: isGood ? 0 : number("bad"),
    ms: !isGood && words.includes("late") ? lateMs : usualMs,
  };
}

/** Numbers from 0 to 1 that look random, and are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
