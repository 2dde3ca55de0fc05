import * as z from "zod";
import { hidden, showNode } from "./hcl/literal";
import { isNull, type Node, plainValue } from "./hcl/node";
import { explainIssues, type Issue, parseSilently } from "./issues";
import type { Layered } from "./layers/layers";
import { type Mistake, mistakeAt } from "./mistake";
import { looksSecret, parsePath, type Segment } from "./path";
import { readable, Unreadable } from "./readable";
import type { Finding, PlatformSchema, Rule } from "./rule";
import { schemasAt, validParts } from "./schema-walk";
import { holdsSecret } from "./secret-values";

export type Checked =
  | { readonly mistakes: readonly Mistake[]; readonly settings?: undefined }
  | { readonly mistakes: readonly []; readonly settings: Record<string, unknown> };

/** Checks the effective settings against the platform's schema and then its rules. All mistakes are reported at once. */
export function checkSettings({ schema, rules }: PlatformSchema, effective: Layered): Checked {
  const value = plainValue(effective.root, (path) => isFree(schema, path));
  const result = parseSilently(schema, value);
  const all = result.success ? [] : explainIssues(schema, result.error.issues);
  const issues = all.filter(({ path }) => !isSecond(path, all, effective));
  const known = issues.filter(({ problem }) => problem !== "unknown key");
  const wrong = [...known.map((issue) => issue.path), ...refusedPaths(effective.root)];
  const settings = result.success && wrong.length === 0 ? result.data : readable(validParts(schema, value), wrong);
  const findings = rules
    .filter((rule) => isReadable(rule, wrong))
    .flatMap((rule) => findingsOf(rule, settings))
    .map(({ path, problem = "does not fit the other settings", expected, found }) => ({
      path: parsePath(path),
      problem,
      expected,
      found: looksSecret(parsePath(path)) || holdsSecret(found) ? hidden : found,
    }));
  const mistakes = [...issues, ...markerIssues(value), ...findings].flatMap((issue) => locate(issue, effective));
  return mistakes.length === 0 && result.success ? { mistakes: [], settings: result.data } : { mistakes };
}

/** Whether a value is wrong only because the one that it has by default is. */
function isSecond([key, ...more]: readonly Segment[], issues: readonly Issue[], { byDefault = {} }: Layered): boolean {
  const source = more.length === 0 && key !== undefined ? byDefault[key] : undefined;
  return source !== undefined && issues.some(({ path }) => path[0] === source);
}

/** What CDK for Terraform writes in place of a value that it does not know yet: it would read such a text as one of its own. */
const marker = /[$#&]\{TfToken\[|-1\.888154589\d+e\+289/;

function markerIssues(value: unknown, path: readonly Segment[] = []): Issue[] {
  const isMarked = (text: unknown) => typeof text === "string" && marker.test(text);
  const issue = { path, problem: "reserved text", expected: "no placeholder of CDK for Terraform" };
  if (isMarked(value)) return [issue];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = [...path, Array.isArray(value) ? Number(key) : key];
    return isMarked(key) ? [{ ...issue, path: below }] : markerIssues(inner, below);
  });
}

/** Gives an issue its file and line: those of its key, or of the nearest key that should contain a missing one. */
function locate({ path, problem, expected, found }: Issue, { root, brokenBlock, placeOfMissing }: Layered): Mistake[] {
  let node: Node = root;
  for (const [depth, segment] of path.entries()) {
    const next = childOf(node, segment);
    if (!next) {
      const own = placeOfMissing(path.slice(0, depth + 1), node);
      const place = { ...own, path: [...own.path, ...path.slice(depth + 1)] };
      const isFinding = found !== undefined;
      if (!isFinding && brokenBlock !== undefined && own.path[0] === brokenBlock) return [];
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

/** Whether nothing at or above what the rule needs is wrong. What is wrong further below stops it only where it reads that. */
function isReadable({ reads }: Rule, wrong: readonly (readonly Segment[])[]): boolean {
  return !reads.some((text) => {
    const read = parsePath(text);
    return wrong.some((path) => path.length <= read.length && path.every((segment, depth) => segment === read[depth]));
  });
}

function findingsOf(rule: Rule, settings: unknown): readonly Finding[] {
  try {
    return rule.check(settings);
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

/** Whether the schema leaves a value free, as those of a Helm chart are: a `null` in it means something there. */
function isFree(schema: z.ZodObject, path: readonly Segment[]): boolean {
  return path.some((_, depth) => schemasAt(schema, path.slice(0, depth + 1)).some((one) => one instanceof z.ZodLazy));
}
