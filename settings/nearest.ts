import { closest, distance } from "fastest-levenshtein";
import { shorten } from "./hcl/literal";
import type { Place } from "./hcl/node";
import { type Mistake, mistakeAt } from "./mistake";
import { showPath } from "./path";

/** What is expected where one of a few names would be right: the nearest one, or all of them. */
export function nearestName(name: string, names: readonly string[]): string {
  const near = names.length > 0 ? closest(name, names) : undefined;
  if (near !== undefined && distance(name, near) <= Math.max(2, name.length / 3)) return `${near} (the nearest name)`;
  return names.length > 0 ? `one of ${[...names].sort().join(", ")}` : "no key here";
}

/** A key that nothing reads. */
export function unknownKey(place: Place, name: string, names: readonly string[]): Mistake {
  return mistakeAt(place, {
    problem: "unknown key",
    expected: nearestName(name, names),
    found: shorten(showPath([name])),
  });
}
