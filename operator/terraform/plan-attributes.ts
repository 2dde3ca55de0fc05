import { holdsSecretWithin } from "../../settings/secret-values";

/** One attribute of a resource that a plan changes. */
export interface AttributeChange {
  /** Dotted path, e.g. `tags.Owner`. */
  readonly path: string;
  /** As JSON, or a word in brackets: `(sensitive)`, `(known after apply)`, `(none)`. */
  readonly before: string;
  readonly after: string;
  /** Whether the change of this attribute forces the replacement of the resource. */
  readonly forcesReplacement: boolean;
}

interface ResourceChange {
  readonly address: string;
  readonly change: {
    readonly before: unknown;
    readonly after: unknown;
    readonly after_unknown?: unknown;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

/** The longest value that is printed, in characters. A policy document is longer. */
const longest = 120;

/** The changed attributes of each address in a plan as `terraform show -json` has it, without any sensitive value. */
export function attributeChanges(plan: unknown): Map<string, AttributeChange[]> {
  const { resource_changes = [] } = plan as { resource_changes?: ResourceChange[] };
  return new Map(resource_changes.map(({ address, change }) => [address, changed(change)]));
}

function changed(change: ResourceChange["change"]): AttributeChange[] {
  const found: AttributeChange[] = [];
  const replaced = (change.replace_paths ?? []).map((path) => path.join("."));
  const visit = (path: string, [before, after, unknown, hidden]: Nodes) => {
    if (unknown !== true && JSON.stringify(before) === JSON.stringify(after)) return;
    const keys = unknown === true || hidden === true ? [] : keysOf(before, after, unknown);
    for (const key of keys)
      visit(path ? `${path}.${key}` : key, [at(before, key), at(after, key), at(unknown, key), at(hidden, key)]);
    if (keys.length > 0) return;
    found.push({
      path,
      before: valueText(before, hidden),
      after: unknown === true ? "(known after apply)" : valueText(after, hidden),
      forcesReplacement: replaced.some((start) => path === start || path.startsWith(`${start}.`)),
    });
  };
  const hidden = merge(change.before_sensitive, change.after_sensitive);
  visit("", [change.before, change.after, change.after_unknown, hidden]);
  return found;
}

/** One attribute in the four trees of a change: values before and after, which are not known yet, which are sensitive. */
type Nodes = readonly [before: unknown, after: unknown, unknown: unknown, hidden: unknown];

function valueText(value: unknown, hidden: unknown): string {
  if (containsTrue(hidden)) return "(sensitive)";
  if (value === undefined || value === null) return "(none)";
  const text = JSON.stringify(value);
  if (holdsSecretWithin(value)) return "(hidden)";
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function keysOf(...nodes: unknown[]): string[] {
  const both = nodes.slice(0, 2);
  // A block that is added or removed is shown as one value.
  if (!both.every((node) => isTree(node))) return [];
  return [...new Set(nodes.filter(isTree).flatMap((node) => Object.keys(node)))];
}

function isTree(node: unknown): node is object {
  return typeof node === "object" && node !== null;
}

function at(node: unknown, key: string): unknown {
  if (node === true) return true;
  return isTree(node) ? (node as Record<string, unknown>)[key] : undefined;
}

/** What is sensitive in either of two trees. */
function merge(a: unknown, b: unknown): unknown {
  if (a === true || b === true) return true;
  if (!isTree(a)) return b;
  if (!isTree(b)) return a;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(at(a, key), at(b, key))]));
}

function containsTrue(node: unknown): boolean {
  return node === true || (isTree(node) && Object.values(node).some(containsTrue));
}
