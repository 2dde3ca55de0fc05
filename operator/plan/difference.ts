/** One place at which two values differ. */
export interface Difference {
  /** Keys from the root; a member of a list is named by what identifies it, else by its position. */
  readonly path: readonly string[];
  /** Undefined where the place is new. */
  readonly before: unknown;
  /** Undefined where the place is gone. */
  readonly after: unknown;
}

/** Stands for a value that only the apply knows; no text of a setting has it. */
export const late = "\0known after apply";

/**
 * Where two values of a resource differ in meaning. A text that holds JSON is compared as JSON, so that the order of keys and the
 * spelling of a policy do not count. Members of a list are paired by what names them, as the containers of a task are.
 */
export function differences(before: unknown, after: unknown, path: readonly string[] = []): Difference[] {
  const [left, right] = aligned(before, after);
  if (isEqual(left, right)) return [];
  if (Array.isArray(left) && Array.isArray(right)) return listDifferences(left, right, path);
  // An attribute that is a map, such as the tags, may be nothing at all on one side.
  const isMap = path.length === 1 && [left, right].every((side) => isRecord(side) || isNothing(side));
  if ((isRecord(left) && isRecord(right)) || isMap) {
    const keys = [...new Set([left, right].flatMap((side) => Object.keys(Object(side))))];
    const found = keys.flatMap((key) => differences(member(left, key), member(right, key), [...path, key]));
    if (found.length > 0) return found;
  }
  return [{ path, before, after }];
}

/** What means the same as nothing at all in every attribute. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.values(value).every(isNothing);
}

/** Two values as JSON. Policies write a list of one also as the one: then both are lists. */
function aligned(before: unknown, after: unknown): [before: unknown, after: unknown] {
  const [left, right] = [parsed(before), parsed(after)];
  if (Array.isArray(left) && typeof right === "string" && right !== late && left.length > 0) return [left, [right]];
  if (Array.isArray(right) && typeof left === "string" && right.length > 0) return [[left], right];
  return [left, right];
}

/** The value of a text that is a JSON object or list; anything else as it is. */
export function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function listDifferences(before: readonly unknown[], after: readonly unknown[], path: readonly string[]): Difference[] {
  const name = nameOf([...before, ...after]);
  if (name) {
    const [left, right] = [before, after].map((list) => new Map(list.map((item) => [name(item) as string, item])));
    if (left?.size === before.length && right?.size === after.length) {
      const names = [...new Set([...left.keys(), ...right.keys()])];
      const found = names.flatMap((key) => differences(left.get(key), right.get(key), [...path, key]));
      return found.length > 0 ? found : [{ path, before, after }];
    }
  }
  const removed = without(before, after);
  const added = without(after, before);
  // The same members in another order: of a list that may mean something.
  if (removed.length === 0 && added.length === 0) return [{ path, before, after }];
  if (removed.length === added.length && [...removed, ...added].every(isRecord)) {
    return removed.flatMap((item, index) => differences(item, added[index], [...path, String(before.indexOf(item))]));
  }
  return [
    ...removed.map((item) => ({ path, before: item, after: undefined })),
    ...added.map((item) => ({ path, before: undefined, after: item })),
  ];
}

/** How the members of a list are named, where each has a name. */
function nameOf(items: readonly unknown[]): ((item: unknown) => string | undefined) | undefined {
  const named = ["name", "Name", "Sid", "sid", "Id", "id", "Key", "key"].map(
    (key) => (item: unknown) => (isRecord(item) && typeof item[key] === "string" ? (item[key] as string) : undefined),
  );
  const titled = (item: unknown) => {
    const properties = isRecord(item) ? item.properties : undefined;
    return isRecord(properties) && typeof properties.title === "string" ? properties.title : undefined;
  };
  return [...named, titled].find((name) => items.every((item) => ![undefined, "", late].includes(name(item))));
}

/** The members of a list that another lacks, each as often as it lacks it. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = other.map(canonical);
  return list.filter((item) => {
    const index = left.indexOf(canonical(item));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** The same text for equal values: the order of their keys does not count. A text that holds JSON counts as that JSON. */
export function canonical(value: unknown): string {
  const of = parsed(value);
  if (Array.isArray(of)) return `[${of.map(canonical).join()}]`;
  if (!isRecord(of)) return JSON.stringify(of) ?? "undefined";
  const members = Object.keys(of)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(of[key])}`);
  return `{${members.join()}}`;
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

/** Whether a key of a path is a position in a list. */
export const isPosition = (key: string): boolean => /^\d+$/.test(key);

/** Whether a value is an object, and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
