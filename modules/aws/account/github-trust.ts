import type { Names } from "../../names";
import type { Statement } from "../access/policy";

/** Jobs of a repository on GitHub. */
export interface GithubJobs {
  /** The repository, as `owner/name`. */
  readonly repository: string;
  /** GitHub's number of the repository: another one that gets its name later is refused. @default - the name alone counts */
  readonly repositoryId?: string;
  /** The GitHub environments that the jobs must name. */
  readonly environments: readonly string[];
}

/** Files of workflows that a role trusts. */
export interface TrustedWorkflows {
  /** The repository that has them, as `owner/name`. */
  readonly repository: string;
  /** Names of files in `.github/workflows/`, without `.yml`. */
  readonly files: readonly string[];
  /** From which refs, with `*`. A pull request's is `refs/pull/<number>/merge`; a caller may also name a commit. @default - any */
  readonly refs?: readonly string[];
}

/** The issuer of the tokens of GitHub Actions. */
export const githubIssuer = "token.actions.githubusercontent.com";

/** Limit of a trust policy in characters, without white space (IAM quotas: role trust policy length). */
export const longestTrust = 2048;

/**
 * The trust policy of a role for GitHub Actions, without a stored key. `job_workflow_ref` names the file whose job asks, even where a
 * workflow of another repository calls it (AWS STS checks it since January 2026). `repository` must be the one of `sub`.
 */
export function githubTrust(names: Names, jobs: readonly GithubJobs[], workflows?: TrustedWorkflows): Statement[] {
  const claim = (test: string, name: string, values: string[]) => ({
    test,
    variable: `${githubIssuer}:${name}`,
    values,
  });
  // Of those with a number each has a statement of its own; the others share one, because a trust policy is short.
  const numbered = jobs.filter(({ repositoryId }) => repositoryId).map((one) => [one]);
  const others = jobs.filter(({ repositoryId }) => !repositoryId);
  return [...numbered, ...(others.length > 0 ? [others] : [])].map((some) => ({
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: [{ type: "Federated", identifiers: [names.arn("iam", `oidc-provider/${githubIssuer}`)] }],
    conditions: [
      claim("StringEquals", "aud", ["sts.amazonaws.com"]),
      claim("StringLike", "sub", some.flatMap(subjects)),
      claim(
        "StringEquals",
        "repository",
        some.map(({ repository }) => repository),
      ),
      ...some.flatMap(({ repositoryId }) =>
        repositoryId ? [claim("StringEquals", "repository_id", [repositoryId])] : [],
      ),
      ...(workflows ? [claim("StringLike", "job_workflow_ref", workflowRefs(workflows))] : []),
    ],
  }));
}

/**
 * Both forms of `sub`. Repositories that were made or renamed since 2026-07-15 have GitHub's numbers in it: `repo:owner@1/name@2:…`
 * (GitHub changelog, "Immutable subject claims"). Neither names nor numbers hold an `@`, and in an environment's name `:` is encoded.
 */
function subjects({ repository, environments }: GithubJobs): string[] {
  const [owner, name] = repository.split("/");
  return environments.flatMap((environment) => [
    `repo:${repository}:environment:${environment}`,
    `repo:${owner}@*/${name}@*:environment:${environment}`,
  ]);
}

/** Files whose jobs may name a GitHub environment. */
export interface EnvironmentWorkflows {
  readonly environment: string;
  readonly workflows: readonly Omit<TrustedWorkflows, "repository">[];
}

/**
 * Denies all jobs but those of one environment in its files, and of the other in its own: what is of neither environment is denied by both
 * statements, because no file is in both lists. They name no repository, which what is allowed does: with names of 140 characters two
 * statements that allow would be too long. A claim that is missing is denied too. No branch can have `/.github` in its name (git-check-ref-format).
 */
export function onlyWorkflowsOf(one: EnvironmentWorkflows, other: EnvironmentWorkflows): Statement[] {
  return [
    [one, other],
    [other, one],
  ].map(([own, except]) => ({
    effect: "Deny",
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: [{ type: "*", identifiers: ["*"] }],
    conditions: [
      {
        test: "StringNotLike",
        variable: `${githubIssuer}:sub`,
        values: [`*:environment:${except?.environment}`],
      },
      {
        test: "StringNotLike",
        variable: `${githubIssuer}:job_workflow_ref`,
        values: own ? own.workflows.flatMap(filesAt).map((file) => `*/.github/workflows/${file}`) : [],
      },
    ],
  }));
}

function workflowRefs({ repository, ...workflows }: TrustedWorkflows): string[] {
  return filesAt(workflows).map((file) => `${repository}/.github/workflows/${file}`);
}

function filesAt({ files, refs = ["*"] }: Omit<TrustedWorkflows, "repository">): string[] {
  return files.flatMap((file) => refs.map((ref) => `${file}.yml@${ref}`));
}
