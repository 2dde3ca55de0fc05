import type { FunctionTarget } from "../../../stacks/aws-shared/function-release";
import type { Values } from "../port/platform";

/** Functions by name. */
export type Functions = Readonly<Record<string, FunctionTarget>>;

const liveOf = (name: string) => `${name.replaceAll("-", "_")}_live_version`;
const percentOf = (name: string) => `${name.replaceAll("-", "_")}_next_percent`;

/** Whether all calls of a function switch at once. */
export const isWhole = (of: FunctionTarget): boolean => of.whole_because !== undefined;

/** Functions whose calls are divided by weight. */
export function weighted(functions: Functions): [name: string, of: FunctionTarget][] {
  return Object.entries(functions).filter(([, of]) => !isWhole(of));
}

/** The version that the state calls live; nothing where that is the newest. */
export function keptVersion(now: Values, name: string): string | undefined {
  const version = now[liveOf(name)];
  return version === undefined || version === "" ? undefined : String(version);
}

/** The version that callers reach: with "" in the state it is the newest. */
export function liveVersion(now: Values, functions: Functions, name: string): string {
  return keptVersion(now, name) ?? String(functions[name]?.newest);
}

/** Whether a function has a version that callers do not reach, and that a weight could give to some of them. */
export function hasDivided(now: Values, functions: Functions): boolean {
  return hasNew(now, Object.fromEntries(weighted(functions)));
}

/** Whether a function has a version that callers do not reach. */
export function hasNew(now: Values, functions: Functions): boolean {
  return Object.entries(functions).some(([name, of]) => liveVersion(now, functions, name) !== of.newest);
}

/** What is live, as one text: `chat=7 connect=3`. */
export function versionsText(now: Values, functions: Functions): string {
  return Object.keys(functions)
    .sort()
    .map((name) => `${name}=${liveVersion(now, functions, name)}`)
    .join(" ");
}

/** The versions in such a text; undefined if it is none, or names other functions. */
export function versionsIn(text: string, functions: Functions): Values | undefined {
  const pairs = text.split(" ").map((pair) => pair.split("="));
  const isOne = pairs.every(([name = "", version = ""]) => name in functions && /^\d+$/.test(version));
  if (!isOne || pairs.length === 0) return undefined;
  return Object.fromEntries(pairs.map(([name = "", version = ""]) => [liveOf(name), version]));
}

/**
 * The share of every function whose newest version is not the live one. Callers else stay where they are, also when this very apply publishes
 * another version: with "" in the state they would follow it.
 */
export function share(now: Values, functions: Functions, percent: number): Values {
  const differs = (name: string) => liveVersion(now, functions, name) !== functions[name]?.newest;
  const live = Object.keys(functions).map((name) => [liveOf(name), liveVersion(now, functions, name)]);
  const percents = weighted(functions).map(([name]) => [percentOf(name), differs(name) ? percent : 0]);
  return Object.fromEntries([...live, ...percents]);
}

/** The largest share that the state gives a newest version. */
export function largestShare(now: Values, functions: Functions): number {
  return Math.max(0, ...weighted(functions).map(([name]) => Number(now[percentOf(name)] ?? 0)));
}

/** All callers on the newest versions. */
export function newest(functions: Functions): Values {
  const live = Object.entries(functions).map(([name, of]) => [liveOf(name), of.newest]);
  return { ...Object.fromEntries(live), ...undivided(functions) };
}

/** All callers where they were. Before the first release the state had "", and the newest was live: the start has kept its number. */
export function back(now: Values, from: Values, functions: Functions): Values {
  const live = Object.keys(functions).map((name) => [
    liveOf(name),
    String(from[liveOf(name)] || liveVersion(now, functions, name)),
  ]);
  return { ...Object.fromEntries(live), ...undivided(functions) };
}

/** No newest version has a share. */
export function undivided(functions: Functions): Values {
  return Object.fromEntries(weighted(functions).map(([name]) => [percentOf(name), 0]));
}
