import { closest, distance } from "fastest-levenshtein";
import { shorten } from "./hcl/literal";
import type { Place } from "./hcl/node";
import { type Mistake, mistakeAt } from "./mistake";
import { showPath } from "./path";

/** What is expected instead of a wrong name: the valid name that is nearest, or else all of them. */
export function nearestName(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  if (near !== undefined) return `${near} (the nearest name)`;
  return names.length > 0 ? `one of ${[...names].sort().join(", ")}` : "no key here";
}

/** The valid name that a wrong one was probably meant to be, of anything that has names; nothing if none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  return longerName(name, names) ?? nearName(name, names);
}

/** The one name that only adds a unit, such as `threshold_percent` for `threshold`. */
function longerName(name: string, names: readonly string[]): string | undefined {
  const longer = names.filter((known) => known.startsWith(`${name}_`));
  return longer.length === 1 ? longer[0] : undefined;
}

/** A name that differs in few letters. */
function nearName(name: string, names: readonly string[]): string | undefined {
  const near = names.length > 0 ? closest(name, names) : undefined;
  return near !== undefined && distance(name, near) <= Math.max(2, name.length / 3) ? near : undefined;
}

/** A key that the schema does not have. */
export function unknownKey(place: Place, name: string, names: readonly string[]): Mistake {
  return mistakeAt(place, {
    problem: "unknown key",
    expected: nearestName(name, names),
    found: shorten(showPath([name])),
  });
}
