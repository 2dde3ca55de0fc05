import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { firstMistake } from "../process/first-mistake";
import { parseJson } from "../process/json";
import { UserError } from "../process/user-error";
import type { GitHub } from "./client";
import type { RuleChange } from "./rule-change";
import type { Repository } from "./run";

const rule = z.looseObject({ type: z.string() });
const ruleset = z.object({
  name: z.string().min(1),
  target: z.enum(["branch", "tag", "push"]),
  enforcement: z.enum(["active", "evaluate", "disabled"]),
  bypass_actors: z.array(z.unknown()).default([]),
  conditions: z.looseObject({}),
  rules: z.array(rule),
});

/** A set of rules, in the form in which GitHub exports it. */
export type Ruleset = z.infer<typeof ruleset>;

const route = "/repos/{owner}/{repo}/rulesets";

/** Reads the files of `.github/rulesets`. @throws {UserError} for one that is no ruleset */
export function readRulesets(folder: string): Ruleset[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().map((name) => {
    const file = join(folder, name);
    let data: unknown;
    try {
      data = parseJson(readFileSync(file, "utf8"));
    } catch {
      throw new UserError(`${file}: expected a ruleset as GitHub exports it, found no JSON`);
    }
    const read = ruleset.safeParse(data);
    if (read.success) return read.data;
    throw new UserError(`${file}: expected a ruleset as GitHub exports it: ${firstMistake(read.error)}`);
  });
}

/** Compares rulesets with those of the repository, by name. Others there are left as they are. */
export async function rulesetChanges(
  gitHub: GitHub,
  repository: Repository,
  wanted: readonly Ruleset[],
): Promise<RuleChange[]> {
  if (wanted.length === 0) return [];
  // Those of the organization are in the list too, unless it is not to have them, and cannot be set here.
  const own = { ...repository, includes_parents: false };
  const known = await gitHub.list(`GET ${route}`, own, z.object({ id: z.number(), name: z.string() }));
  return Promise.all(
    wanted.map(async (one): Promise<RuleChange> => {
      const id = known.find(({ name }) => name === one.name)?.id;
      if (id === undefined) {
        const rules = one.rules.map(({ type }) => type).join(", ");
        const passing = one.bypass_actors.map(nameOf).join(", ");
        const lines = [`ruleset ${one.name}: is made, with ${rules}${passing && `, not for ${passing}`}`];
        const apply = async () => void (await gitHub.call(`POST ${route}`, { ...repository, ...one }, z.unknown()));
        return { lines, mistakes: [], apply };
      }
      const place = { ...repository, ruleset_id: id };
      const there = await gitHub.call(`GET ${route}/{ruleset_id}`, place, z.looseObject({}));
      const lines = differences(one, there).map((path) => `ruleset ${one.name}: ${path} is set`);
      const apply = async () =>
        void (await gitHub.call(`PUT ${route}/{ruleset_id}`, { ...place, ...one }, z.unknown()));
      return { lines, mistakes: [], apply };
    }),
  );
}

/** The paths at which what is there lacks something of what is wanted. Keys that GitHub adds are no difference; more members of a list are. */
export function differences(wanted: unknown, there: unknown, path = ""): string[] {
  if (Array.isArray(wanted)) {
    const all = Array.isArray(there) ? there : [];
    const isThere = (one: unknown, some: readonly unknown[]) => some.some((of) => differences(one, of).length === 0);
    const missing = wanted.filter((one) => !isThere(one, all)).map((one) => nameOf(one));
    const more = all.filter((one) => !wanted.some((of) => differences(of, one).length === 0)).map(nameOf);
    return [...new Set([...missing, ...more])].map((name) => `${path} ${name}`);
  }
  if (typeof wanted === "object" && wanted !== null) {
    const of = (typeof there === "object" && there !== null ? there : {}) as Record<string, unknown>;
    return Object.entries(wanted).flatMap(([key, value]) => differences(value, of[key], path ? `${path}.${key}` : key));
  }
  return wanted === there ? [] : [path];
}

/**
 * How GitHub numbers the roles of a repository that may be passed by: not by their rank, and its API's pages do not say it (the page of
 * Terraform's `github_repository_ruleset` does, and github/rest-api-description#7111).
 */
const roles: Readonly<Record<number, string>> = { 2: "maintain", 4: "write", 5: "admin" };

/** A rule by its type, a status check by its name, who may pass by as people call them; anything else as it is. */
function nameOf(one: unknown): string {
  const { type, context, actor_type: actor, actor_id: id, bypass_mode: mode } = Object(one) as Record<string, unknown>;
  if (actor !== undefined) {
    const known = actor === "RepositoryRole" ? roles[Number(id)] : undefined;
    return `${known ? `the role ${known}` : `${actor} ${id}`}${mode === "always" ? "" : ` (${mode})`}`;
  }
  return String(type ?? context ?? JSON.stringify(one));
}
