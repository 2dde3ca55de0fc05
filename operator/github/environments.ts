import { z } from "zod";
import type { GitHub } from "./client";
import { orNothing } from "./or-nothing";
import type { RuleChange } from "./rule-change";
import type { Repository } from "./run";

const reviewer = z.object({
  type: z.enum(["User", "Team"]),
  reviewer: z.looseObject({ id: z.number(), login: z.string().optional(), slug: z.string().optional() }),
});
const environment = z.object({
  protection_rules: z
    .array(
      z.looseObject({
        type: z.string(),
        wait_timer: z.number().optional(),
        prevent_self_review: z.boolean().optional(),
        reviewers: z.array(reviewer).optional(),
      }),
    )
    .default([]),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullish(),
});
const policy = z.object({ id: z.number(), name: z.string(), type: z.string().default("branch") });

/** What an environment of GitHub is to be. */
export interface WantedEnvironment {
  readonly name: string;
  /** Minutes that its jobs wait at least; a longer wait stays. */
  readonly waitMinutes: number;
  /** Whether another person must approve its jobs. */
  readonly approved: boolean;
  /** Branches and tags whose jobs may use it. @default - as it is */
  readonly refs?: readonly { readonly type: "branch" | "tag"; readonly name: string }[];
  /** Who approves: a login, or organization/team. None: its jobs wait for no person. @default - who does now */
  readonly reviewers?: readonly string[];
}

const route = "/repos/{owner}/{repo}/environments/{environment_name}";
const policyRoute = `${route}/deployment-branch-policies`;

/** Compares an environment with what is on GitHub. The call that sets it replaces all of its rules, so what is there and stays is sent too. */
export async function environmentChange(
  gitHub: GitHub,
  repository: Repository,
  wanted: WantedEnvironment,
): Promise<RuleChange> {
  const { name, refs } = wanted;
  const place = { ...repository, environment_name: name };
  const there = await environmentOf(gitHub, place);
  const rules = there?.protection_rules ?? [];
  const waited = waitOf(there);
  const required = rules.find(({ type }) => type === "required_reviewers");
  const now = required?.reviewers ?? [];
  const named = wanted.reviewers && (await Promise.all(wanted.reviewers.map((who) => reviewerOf(gitHub, who))));
  const before = now.map(({ type, reviewer: { id } }) => ({ type, id }));
  const reviewers = named ?? before;
  const wait = Math.max(waited, wanted.waitMinutes);
  const prevent = wanted.approved || required?.prevent_self_review === true;
  const custom = there?.deployment_branch_policy?.custom_branch_policies === true;
  const known = custom ? await gitHub.list(`GET ${policyRoute}`, { ...place }, policy) : [];
  const isSame = (one: { type: string; name: string }, other: { type: string; name: string }) =>
    one.type === other.type && one.name === other.name;
  const added = (refs ?? []).filter((one) => !known.some((of) => isSame(one, of)));
  const gone = refs ? known.filter((one) => !refs.some((of) => isSame(one, of))) : [];
  const who = (some: readonly { readonly type: string; readonly id: number }[]) =>
    some
      .map(({ type, id }) => `${type} ${id}`)
      .sort()
      .join();
  const changesReviewers = named !== undefined && who(named) !== who(before);
  const lines = [
    ...(there ? [] : ["is made"]),
    ...(wait === waited ? [] : [`jobs wait ${waited} → ${wait} minutes`]),
    ...(changesReviewers
      ? [`reviewers ${now.map(textOf).join(", ") || "none"} → ${wanted.reviewers?.join(", ") || "none"}`]
      : []),
    ...(prevent && reviewers.length > 0 && required?.prevent_self_review !== true
      ? ["who triggered a run may not approve it"]
      : []),
    ...(refs && !custom ? ["only some branches and tags may use it"] : []),
    ...added.map((one) => `${one.type} ${one.name} may use it`),
    ...gone.map((one) => `${one.type} ${one.name} may not use it any more`),
  ].map((line) => `environment ${name}: ${line}`);
  const mistakes =
    wanted.approved && reviewers.length === 0
      ? [
          `environment ${name}: no one approves its jobs: pass --reviewer ${name}=<login> or ${name}=<organization>/<team>`,
        ]
      : [];
  const body = {
    wait_timer: wait,
    prevent_self_review: prevent,
    reviewers,
    deployment_branch_policy: refs
      ? { protected_branches: false, custom_branch_policies: true }
      : (there?.deployment_branch_policy ?? null),
  };
  const apply = async () => {
    await gitHub.call(`PUT ${route}`, { ...place, ...body }, z.unknown());
    for (const { type, name: ref } of added)
      await gitHub.call(`POST ${policyRoute}`, { ...place, name: ref, type }, z.unknown());
    for (const { id } of gone)
      await gitHub.call(`DELETE ${policyRoute}/{branch_policy_id}`, { ...place, branch_policy_id: id }, z.unknown());
  };
  return { lines, mistakes, apply };
}

const textOf = ({ reviewer: { login, slug, id } }: z.infer<typeof reviewer>): string => login ?? slug ?? String(id);

/** A person or a team by the number that GitHub knows it by. */
async function reviewerOf(gitHub: GitHub, who: string): Promise<{ type: "User" | "Team"; id: number }> {
  const [name = "", team] = who.split("/");
  const answer = z.object({ id: z.number() });
  if (team === undefined) {
    return { type: "User", id: (await gitHub.call("GET /users/{username}", { username: name }, answer)).id };
  }
  const place = { org: name, team_slug: team };
  return { type: "Team", id: (await gitHub.call("GET /orgs/{org}/teams/{team_slug}", place, answer)).id };
}

/** Minutes that a job of an environment waits before it begins; 0 where there is no such environment. */
export async function waitTimerOf(gitHub: GitHub, repository: Repository, name: string): Promise<number> {
  return waitOf(await environmentOf(gitHub, { ...repository, environment_name: name }));
}

type Environment = z.infer<typeof environment>;
type Place = Repository & { readonly environment_name: string };

const environmentOf = (gitHub: GitHub, place: Place): Promise<Environment | undefined> =>
  orNothing(gitHub.call(`GET ${route}`, { ...place }, environment));

const waitOf = (of: Environment | undefined): number =>
  of?.protection_rules.find(({ type }) => type === "wait_timer")?.wait_timer ?? 0;
