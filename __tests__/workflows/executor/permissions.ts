import type { Job } from "./workflow";

export type Permissions = Readonly<Record<string, "read" | "write" | "none">>;

/** Every scope of `permissions:` (docs.github.com, "Workflow syntax"). */
const scopes =
  "actions artifact-metadata attestations checks contents deployments discussions id-token issues models packages pages pull-requests security-events statuses".split(
    " ",
  );

/** What a token may do where nothing is said: GitHub's default for new repositories, "Read repository contents and packages permissions". */
const unsaid: Permissions = { contents: "read", packages: "read" };

const levels = ["none", "read", "write"];

/** The permissions that a workflow or a job says; what it leaves out is `none`. Without a word those that `otherwise` gives. */
export function permissionsOf(said: Job["permissions"], otherwise: Permissions = unsaid): Permissions {
  if (said === undefined) return otherwise;
  if (typeof said === "string") {
    const level = said === "write-all" ? "write" : "read";
    return Object.fromEntries(
      scopes.map((scope) => [scope, scope === "id-token" && level === "read" ? "none" : level]),
    );
  }
  const unknown = Object.keys(said ?? {}).filter((scope) => !scopes.includes(scope));
  if (unknown.length > 0) throw new Error(`permissions: ${unknown.join(", ")} is not known`);
  return said ?? {};
}

/** The scopes of which a called workflow wants more than its caller has: GitHub refuses to start it. */
export function beyond(wanted: Permissions, allowed: Permissions): readonly string[] {
  const level = (of: Permissions, scope: string) => levels.indexOf(of[scope] ?? "none");
  return Object.keys(wanted).filter((scope) => level(wanted, scope) > level(allowed, scope));
}

/** The permissions of a run from a fork: reading alone. */
export const readOnly = (given: Permissions): Permissions =>
  Object.fromEntries(
    Object.entries(given).map(([scope, level]) => [
      scope,
      scope === "id-token" ? "none" : level === "write" ? "read" : level,
    ]),
  );
