import { isPosition } from "../plan/difference";
import type { Owned } from "./owner";
import { owners } from "./owners";

/** The owner of a place, if a change from `before` to `after` is one that it makes. @param keys of the place from the root of the resource */
export function ownerOf(
  { type, found }: { readonly type: string; readonly found: unknown },
  { keys, before, after }: { readonly keys: readonly string[]; readonly before: string; readonly after: string },
  isIgnored: boolean,
): Owned | undefined {
  const path = keys.filter((key) => !isPosition(key)).join(".");
  return owners.find(({ type: of, attributes, onlyIgnored: only, makes }) => {
    if (!of.test(type) || (only && !isIgnored)) return false;
    if (!attributes.some((one) => path === one || path.startsWith(`${one}.`))) return false;
    return makes?.(before, after, Object(found) as Record<string, unknown>) ?? true;
  });
}
