import { showInvisible } from "./hcl/invisible";

/** A key of an object, or an index of a list. */
export type Segment = string | number;

const plainKey = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** `aws.database.size`, `zones[0]`, `tags["cost centre"]` */
export function showPath(path: readonly Segment[]): string {
  let text = "";
  for (const segment of path) {
    if (typeof segment === "number") {
      text += `[${segment}]`;
    } else if (plainKey.test(segment)) {
      text += text ? `.${segment}` : segment;
    } else {
      text += `[${showInvisible(JSON.stringify(segment))}]`;
    }
  }
  return text;
}

/** The path of a key, which may be any text, under a path. */
export function under(path: string, key: string): string {
  return plainKey.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** The segments of a path that a rule names: dotted keys, `[index]` and `["any key"]`. */
export function parsePath(text: string): Segment[] {
  return Array.from(text.matchAll(/\[("(?:[^"\\]|\\.)*")\]|[^.[\]]+/g), ([part, quoted]) => {
    if (quoted) return JSON.parse(quoted) as string;
    return /^\d+$/.test(part) ? Number(part) : part;
  });
}

/** Whether the value at a path may be a secret, so that it is never printed. */
export function looksSecret(path: readonly Segment[]): boolean {
  return path.some((segment) => typeof segment === "string" && /password|secret|token|key/i.test(segment));
}
