import { isPosition } from "../plan/difference";
import { withoutKey } from "../plan/plan-json";
import type { Resource } from "../preflight/look/stack-view";

/** Whether our JSON names a place of a resource in `ignore_changes`. Positions in lists do not count. */
export type Ignored = (address: string, keys: readonly string[]) => boolean;

interface Lifecycle {
  readonly ignore_changes?: string | string[];
}

/** Reads `ignore_changes` of each resource of a stack. */
export function ignoredIn(resources: readonly Pick<Resource, "address" | "body">[]): Ignored {
  const paths = new Map<string, "all" | (readonly string[])[]>();
  for (const { address, body } of resources) {
    const given = (body["lifecycle"] as Lifecycle | undefined)?.ignore_changes;
    if (given) paths.set(address, given === "all" || given.includes("all") ? "all" : [given].flat().map(keysOf));
  }
  return (address, keys) => {
    const ignored = paths.get(withoutKey(address));
    if (!ignored || ignored === "all") return ignored === "all";
    const place = keys.filter((key) => !isPosition(key));
    return ignored.some((path) => path.every((key, index) => place[index] === key));
  };
}

/** `a[0].b["c.d"]` as `a`, `b`, `c.d`. */
function keysOf(path: string): string[] {
  const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[\d+\]|[^.[\]]+/g);
  return [...parts]
    .flatMap(([whole, quoted]) => quoted ?? (/^\[\d+\]$/.test(whole) ? [] : whole))
    .filter((key) => !isPosition(key));
}
