import { looksSecret, type Segment } from "../path";
import { holdsSecret } from "../secret-values";
import { showInvisible } from "./invisible";
import { type Node, plainValue } from "./node";

/** Replaces a value that may be a secret. */
export const hidden = "(hidden)";

/** The value with everything hidden that may be a secret, by its path or by its own form. */
export function hideSecrets(value: unknown, path: readonly Segment[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => hideSecrets(item, [...path, index]));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, hideSecrets(child, [...path, key])]));
  }
  const isSecret = looksSecret(path) || (typeof value === "string" && holdsSecret(value));
  return isSecret ? hidden : value;
}

/** A value as it is written in a tfvars file, on one line, with secrets hidden. */
export function showLiteral(value: unknown, path: readonly Segment[] = []): string {
  return toHcl(hideSecrets(value, path));
}

/** A value for a message: as it is written in the file, on one line, cut, with secrets hidden. */
export function showNode(node: Node): string {
  return shorten(showLiteral(plainValue(node), node.place.path));
}

/** Cut to what fits a message, on one line. */
export function shorten(text: string): string {
  const line = showInvisible(text.replace(/[ \t\r\n]+/g, " "));
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

function toHcl(value: unknown): string {
  if (value === hidden) return hidden;
  if (Array.isArray(value)) return `[${value.map(toHcl).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, child]) => `${toHclKey(key)} = ${toHcl(child)}`);
    return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
  }
  return typeof value === "string" ? toHclText(value) : String(value);
}

function toHclKey(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : toHclText(key);
}

function toHclText(text: string): string {
  return showInvisible(JSON.stringify(text)).replace(/[$%]\{/g, (marker) => marker[0] + marker);
}
