import { canonical, isNothing, isPosition, isRecord, parsed } from "./difference";
import { spelled } from "./spelling";

/**
 * Lists of which the order means something; of the others the services decide it. The members of an origin group are the first origin and the
 * one after a failure; a row of a dashboard's `metrics` is a name and its dimensions.
 */
const inOrder = /^(ordered_cache_behavior|member|commands?|entry_?point|args|layers|metrics)$/i;

/**
 * Whether two values of one place mean the same. What services word differently does not count: null, nothing and what is empty; the order of
 * members, but of the few lists in which it means something; JSON in texts; how they spell ARNs, other ids and numbers.
 * @param path of the place from the root of the resource
 */
export function isSameMeaning(a: unknown, b: unknown, path: readonly string[] = []): boolean {
  return meaningOf(a, path) === meaningOf(b, path);
}

/** The same text for values that mean the same, as {@link isSameMeaning} has it. */
export function meaningOf(value: unknown, path: readonly string[] = []): string {
  const key = path.filter((part) => !isPosition(part)).at(-1) ?? "";
  return canonical(meaning(parsed(value), key, path.includes("Condition")));
}

/** A member of a list in which nothing has a value. */
const nothingIn = {};

/** A value without its wording. @param isExact of a policy's condition: `false` there is not the same as nothing */
function meaning(value: unknown, key: string, isExact: boolean): unknown {
  if (Array.isArray(value)) return members(value, key, isExact);
  if (isRecord(value)) {
    const entries = Object.entries(value)
      .map(([name, of]) => [name, meaning(principal(name, parsed(of)), name, isExact || name === "Condition")] as const)
      .filter(([, of]) => of !== undefined);
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  }
  if (isExact && value !== undefined) return String(value);
  if (value === null || value === "" || value === 0 || value === false) return undefined;
  return typeof value === "string" ? spelled(value, key) : value === undefined ? value : String(value);
}

function members(list: readonly unknown[], key: string, isExact: boolean): unknown {
  const found = list
    .filter((item) => isExact || !isNothing(item))
    .map((item) => meaning(parsed(item), key, isExact) ?? (typeof item === "object" ? nothingIn : item));
  if (found.length === 0) return undefined;
  // A list of one text means that text.
  if (found.length === 1 && typeof found[0] === "string") return found[0];
  return inOrder.test(key) ? found : found.sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}

/** Everyone, as a policy may write it in two ways. */
function principal(name: string, value: unknown): unknown {
  return /^(Not)?Principal$/.test(name) && value === "*" ? { AWS: "*" } : value;
}
