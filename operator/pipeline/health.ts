import type { Seen } from "./coverage";
import { listIn } from "./issue-text";

/**
 * Whether the hourly look has found something of a stack that is not gone yet. What it could not look at counts: a candidate that is not
 * seen is not watched.
 * @param issues the open ones
 */
export function healthSeen(
  issues: readonly { readonly number: number; readonly body?: string | null | undefined }[],
  { id }: { readonly id: string },
): Seen {
  const found = issues.flatMap(({ number, body }) => {
    const listed = listIn(body ?? "");
    if (!listed) return [`issue #${number} is open, and its list cannot be read`];
    return listed.filter((line) => isOf(line, id)).map((line) => `issue #${number}: ${line}`);
  });
  return found.length > 0
    ? { passed: false, seen: `health: ${found.join("; ")}` }
    : { passed: true, seen: `health: no open issue names ${id}` };
}

/** A line begins with the stacks that it concerns. */
function isOf(line: string, id: string): boolean {
  const [before = ""] = line.split(": ", 1);
  return before.split(", ").includes(id);
}
