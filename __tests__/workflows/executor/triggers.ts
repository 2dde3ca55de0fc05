import type { Trigger, Workflow } from "./workflow";

/** What happened. */
export interface GitHubEvent {
  /** `push`, `pull_request`, `schedule`, `workflow_dispatch`. */
  readonly name: string;
  /** `refs/heads/main`, `refs/tags/v1.2.0`, `refs/pull/7/merge`. */
  readonly ref?: string;
  readonly sha?: string;
  /** Who did it. */
  readonly actor?: string;
  /** The event's document, `github.event`: `{ pull_request: { number: 7 } }`. */
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Of a pull request: its branches, and whether it comes from a fork, whose runs get no secrets and may only read. */
  readonly head?: string;
  readonly base?: string;
  readonly fork?: boolean;
  /** `opened`, `synchronize`, `labeled`, …: `opened` if not given. */
  readonly action?: string;
  /** Changed files. */
  readonly paths?: readonly string[];
  /** Of `workflow_dispatch`. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Of `schedule`: which of the workflow's lines. */
  readonly cron?: string;
}

/** Whether GitHub starts the workflow for an event: docs.github.com, "Events that trigger workflows". */
export function triggers({ on }: Workflow, event: GitHubEvent): boolean {
  const trigger = on[event.name];
  if (!trigger) return false;
  const { ref = "" } = event;
  if (event.name === "push" && !pushed(trigger, ref)) return false;
  if (event.name.startsWith("pull_request")) {
    const types = trigger.types ?? ["opened", "synchronize", "reopened"];
    if (!types.includes(event.action ?? "opened")) return false;
    if (!allowed(trigger.branches, trigger["branches-ignore"], event.base ?? "main")) return false;
  }
  if (event.name === "schedule" && event.cron && !trigger.cron?.includes(event.cron)) return false;
  return ref.startsWith("refs/tags/") || touches(trigger, event.paths);
}

/** A filter of branches alone leaves out tags, and the other way round. */
function pushed(trigger: Trigger, ref: string): boolean {
  const branches = trigger.branches ?? trigger["branches-ignore"];
  const tags = trigger.tags ?? trigger["tags-ignore"];
  if (ref.startsWith("refs/tags/")) {
    return tags ? allowed(trigger.tags, trigger["tags-ignore"], ref.slice("refs/tags/".length)) : !branches;
  }
  return branches ? allowed(trigger.branches, trigger["branches-ignore"], ref.slice("refs/heads/".length)) : !tags;
}

function touches(trigger: Trigger, paths: readonly string[] | undefined): boolean {
  if (!paths) return true;
  if (trigger["paths-ignore"]) return paths.some((path) => !matches(trigger["paths-ignore"] ?? [], path));
  return !trigger.paths || paths.some((path) => matches(trigger.paths ?? [], path));
}

function allowed(wanted: readonly string[] | undefined, ignored: readonly string[] | undefined, name: string): boolean {
  return wanted ? matches(wanted, name) : !ignored || !matches(ignored, name);
}

/** The last pattern that fits decides; one that begins with `!` takes out. */
export function matches(patterns: readonly string[], name: string): boolean {
  let result = false;
  for (const pattern of patterns) {
    const negative = pattern.startsWith("!");
    if (filter(negative ? pattern.slice(1) : pattern).test(name)) result = !negative;
  }
  return result;
}

/** GitHub's filter patterns: `*` without a slash, `**` with, `?` and `+` count the character before, `[]` is one of these. */
function filter(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|\*|\\.|[.^$(){}|]/g, (found) => {
    if (found === "**") return ".*";
    if (found === "*") return "[^/]*";
    return found.startsWith("\\") ? found : `\\${found}`;
  });
  return new RegExp(`^${source}$`);
}
