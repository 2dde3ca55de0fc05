import { hidden, showNode } from "./hcl/literal";
import { isNull, type Node, plainValue } from "./hcl/node";
import { explainIssues, type Issue, parseSilently } from "./issues";
import type { Layered } from "./layers/layers";
import { type Mistake, mistakeAt } from "./mistake";
import { looksSecret, parsePath, type Segment } from "./path";
import type { PlatformSchema, Rule } from "./rule";
import { validParts } from "./schema-walk";
import { holdsSecret } from "./secret-values";

export type Checked =
  | { readonly mistakes: readonly Mistake[]; readonly settings?: undefined }
  | { readonly mistakes: readonly []; readonly settings: Record<string, unknown> };

/** Checks the effective settings against the platform's schema and then its rules. All mistakes are reported at once. */
export function checkSettings({ schema, rules }: PlatformSchema, effective: Layered): Checked {
  const value = plainValue(effective.root);
  const result = parseSilently(schema, value);
  const issues = result.success ? [] : explainIssues(schema, result.error.issues);
  const wrong = [...issues.map((issue) => issue.path), ...refusedPaths(effective.root)];
  const settings = wrong.length === 0 ? result.data : validParts(schema, value);
  const findings = rules
    .filter((rule) => isReadable(rule, wrong))
    .flatMap((rule) => rule.check(settings))
    .map(({ path, problem = "does not fit the other settings", expected, found }) => ({
      path: parsePath(path),
      problem,
      expected,
      found: looksSecret(parsePath(path)) || holdsSecret(found) ? hidden : found,
    }));
  const mistakes = [...issues, ...findings].flatMap((issue) => locate(issue, effective));
  return mistakes.length === 0 && result.success ? { mistakes: [], settings: result.data } : { mistakes };
}

/** Gives an issue its file and line: those of its key, or of the nearest key that should contain a missing one. */
function locate({ path, problem, expected, found }: Issue, { root, placeOfMissing }: Layered): Mistake[] {
  let node: Node = root;
  for (const [depth, segment] of path.entries()) {
    const next = childOf(node, segment);
    if (!next) {
      const own = placeOfMissing(path.slice(0, depth + 1), node);
      const place = { ...own, path: [...own.path, ...path.slice(depth + 1)] };
      const isFinding = found !== undefined;
      return [mistakeAt(place, { problem: isFinding ? problem : "missing", expected, found: found ?? "nothing" })];
    }
    if (next.kind === "refused") return [];
    node = next;
  }
  // The reader reported what it refused inside, which may be all that is wrong here.
  if (found === undefined && refusedPaths(node).length > 0) return [];
  const what = { problem: isNull(node) ? "missing" : problem, expected, found: found ?? showNode(node) };
  return [mistakeAt(node.place, what)];
}

function childOf(node: Node, segment: Segment): Node | undefined {
  if (node.kind === "object") return node.entries.get(String(segment));
  return node.kind === "list" ? node.items[Number(segment)] : undefined;
}

function refusedPaths(node: Node, path: readonly Segment[] = []): (readonly Segment[])[] {
  switch (node.kind) {
    case "refused":
      return [path];
    case "object":
      return [...node.entries].flatMap(([key, child]) => refusedPaths(child, [...path, key]));
    case "list":
      return node.items.flatMap((item, index) => refusedPaths(item, [...path, index]));
    default:
      return [];
  }
}

/** Whether nothing at, under or above what the rule reads is wrong. */
function isReadable({ reads }: Rule, wrong: readonly (readonly Segment[])[]): boolean {
  return !reads.some((text) => {
    const read = parsePath(text);
    return wrong.some((path) => path.every((segment, depth) => depth >= read.length || segment === read[depth]));
  });
}
