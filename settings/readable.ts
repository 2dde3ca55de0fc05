import type { Segment } from "./path";

/** Thrown where a rule reads a setting that is wrong itself. */
export class Unreadable extends Error {}

/**
 * Settings in which a rule can read all but what is wrong: it then stops with {@link Unreadable}. So each rule runs as far as what it
 * reads is right, even if more is wrong in the same block.
 */
export function readable(
  settings: unknown,
  wrong: readonly (readonly Segment[])[],
  path: readonly Segment[] = [],
): unknown {
  const below = wrong.filter((one) => path.every((segment, depth) => String(one[depth]) === String(segment)));
  if (below.length === 0 || typeof settings !== "object" || settings === null) return settings;
  const check = (key: string | symbol) => {
    if (below.some((one) => one.length === path.length + 1 && String(one[path.length]) === key)) throw new Unreadable();
  };
  return new Proxy(settings, {
    get: (target, key) => {
      check(key);
      const value = Reflect.get(target, key);
      return typeof key === "string" ? readable(value, below, [...path, key]) : value;
    },
    has: (target, key) => {
      check(key);
      return Reflect.has(target, key);
    },
  });
}
