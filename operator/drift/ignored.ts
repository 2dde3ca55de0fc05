import { isPosition } from "../plan/difference";
import { withoutKey } from "../plan/plan-json";

/** Whether our JSON names a place of a resource in `ignore_changes`. Positions in lists do not count. */
export type Ignored = (address: string, keys: readonly string[]) => boolean;

interface Synthesized {
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, { readonly lifecycle?: { readonly ignore_changes?: string | string[] } }>>>
  >;
}

/** Reads `ignore_changes` of each resource of a `cdk.tf.json`. */
export function ignoredIn({ resource = {} }: Synthesized): Ignored {
  const paths = new Map<string, "all" | (readonly string[])[]>();
  for (const [type, named] of Object.entries(resource)) {
    for (const [name, { lifecycle }] of Object.entries(named)) {
      const given = lifecycle?.ignore_changes;
      if (given)
        paths.set(`${type}.${name}`, given === "all" || given.includes("all") ? "all" : [given].flat().map(keysOf));
    }
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
