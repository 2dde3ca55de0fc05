import type * as z from "zod";
import { shorten } from "./hcl/literal";
import { nearestName } from "./nearest";
import { type Segment, showPath } from "./path";
import { keysAt, schemasAt } from "./schema-walk";
import { expectation, toJsonSchema } from "./type-text";

/** A mistake that the schema found, by its path in the effective settings. */
export interface Issue {
  readonly path: readonly Segment[];
  readonly problem: string;
  readonly expected: string;
  /** The value at the path, where absent. */
  readonly found?: string;
}

type RawIssue = z.core.$ZodIssue;

/**
 * Zod's issues as mistakes in settings. What is expected comes from the schema: its own `error` text,
 * else its type and limits.
 */
export function explainIssues(schema: z.core.$ZodType, issues: readonly RawIssue[]): Issue[] {
  return issues.flatMap((issue) => explain(schema, issue, issue.path as Segment[]));
}

/** Checks a value and returns all issues. Messages that the schema does not define are left empty. */
export function parseSilently<T extends z.ZodType>(schema: T, value: unknown) {
  return schema.safeParse(value, { error: () => "", jitless: true });
}

function explain(root: z.core.$ZodType, issue: RawIssue, path: Segment[]): Issue[] {
  const expected = issue.message || expectedAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const names = keysAt(root, path);
      return issue.keys.map((key) => ({
        path: [...path, key],
        problem: "unknown key",
        expected: nearestName(key, names),
        found: shorten(showPath([key])),
      }));
    }
    case "invalid_key": {
      const [reason] = issue.issues;
      return [
        {
          path,
          problem: "wrong name",
          expected: reason?.message || expected,
          found: shorten(showPath(path.slice(-1))),
        },
      ];
    }
    case "invalid_union": {
      const fitting = bestOption(issue);
      if (!fitting) return [{ path, problem: "wrong value", expected }];
      return fitting.flatMap((inner) => explain(root, inner, [...path, ...(inner.path as Segment[])]));
    }
    default:
      return [{ path, problem: problemOf(issue), expected }];
  }
}

/** The issues of the one option of a union that the value was meant to be: of the right type, with the fewest mistakes. */
function bestOption({ errors }: z.core.$ZodIssueInvalidUnion): RawIssue[] | undefined {
  const ofRightType = errors.filter(
    (issues) => !issues.some(({ path, code }) => path.length === 0 && code !== "unrecognized_keys"),
  );
  return [...ofRightType].sort((a, b) => a.length - b.length)[0];
}

function problemOf(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return "wrong type";
    case "too_small":
      return issue.origin === "string" ? "too short" : issue.origin === "array" ? "too few items" : "too small";
    case "too_big":
      return issue.origin === "string" ? "too long" : issue.origin === "array" ? "too many items" : "too large";
    default:
      return "wrong value";
  }
}

function expectedAt(root: z.core.$ZodType, path: readonly Segment[]): string {
  const texts = schemasAt(root, path).map((schema) => expectation(toJsonSchema(schema)));
  return [...new Set(texts)].join(" or ") || "another value";
}
