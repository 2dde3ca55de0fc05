import type { ReadVersion } from "./version";

/** What a version of a stack's state is. */
export type Condition =
  | { readonly is: "whole" }
  | { readonly is: "deleted" }
  | { readonly is: "no data"; readonly status: string }
  /** The beginning of a state; `of` is that state's version, where it is known. */
  | { readonly is: "cut"; readonly of?: string }
  | { readonly is: "no state" }
  /** `stack` by the tags of its resources; else it has another origin (lineage) than this stack's states. */
  | { readonly is: "another stack's"; readonly stack?: string };

/**
 * What each of a stack's versions is, newest first. Whose a state is, its resources say by their tag `Stack`; one without tags is held to
 * the origin (lineage) of the others.
 * @param expected the checksum that the lock table has
 */
export function conditionsOf(id: string, versions: readonly ReadVersion[], expected: string | undefined): Condition[] {
  const lineage = ownLineage(id, versions, expected);
  return versions.map((version): Condition => {
    if (version.isDeletion) return { is: "deleted" };
    if (version.noData) return { is: "no data", status: version.noData };
    const { state } = version;
    if (!state) return cutOrNone(version, versions);
    if (state.stack !== undefined && state.stack !== id) return { is: "another stack's", stack: state.stack };
    const isOwn = state.stack === id || lineage === undefined || state.lineage === lineage;
    return isOwn ? { is: "whole" } : { is: "another stack's" };
  });
}

/** The lineage of a stack's own states: of the one that the table expects, else of most of them. */
function ownLineage(id: string, versions: readonly ReadVersion[], expected: string | undefined): string | undefined {
  const states = versions.filter(({ state }) => state && (state.stack === undefined || state.stack === id));
  const trusted = states.find(({ md5, state }) => state?.stack === id || md5 === expected);
  if (trusted) return trusted.state?.lineage;
  const counts = new Map<string, number>();
  for (const { state } of states) counts.set(state?.lineage ?? "", (counts.get(state?.lineage ?? "") ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function cutOrNone({ text, id, bytes }: ReadVersion, versions: readonly ReadVersion[]): Condition {
  const alike = versions.filter((other) => other.id !== id && other.state && sameBeginning(text, other.text));
  const whole = alike.find((other) => bytes < other.bytes);
  if (text === "" || whole) return { is: "cut", ...(whole && { of: whole.id }) };
  // Nothing of them is missing: it was edited, or added to.
  if (alike.length > 0) return { is: "no state" };
  // Terraform writes its format first.
  return /^\s*\{\s*"version":\s*4,/.test(text) ? { is: "cut" } : { is: "no state" };
}

function sameBeginning(text: string, whole: string): boolean {
  return text !== "" && whole.startsWith(text.slice(0, whole.length));
}

/** A condition in words; `bytes` is the size of the version. */
export function conditionText(condition: Condition, bytes: number): string {
  switch (condition.is) {
    case "whole":
      return "whole";
    case "deleted":
      return "the object was deleted";
    case "no data":
      return `no data (status ${condition.status})`;
    case "cut":
      return condition.of
        ? `CUT: the first ${bytes} bytes of version ${condition.of}`
        : `CUT: ${bytes} bytes that are the beginning of a state, or nothing`;
    case "no state":
      return `NO STATE: ${bytes} bytes of something else`;
    case "another stack's":
      return condition.stack
        ? `ANOTHER STACK'S: its resources are of ${condition.stack}`
        : "ANOTHER STACK'S: it has another origin (lineage)";
  }
}
