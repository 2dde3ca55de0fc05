import { environmentSubject, githubIssuerHost } from "../../github";
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

/** Files of workflows. */
export interface WorkflowFiles {
  /** Names of files in `.github/workflows/`, without `.yml`. */
  readonly files: readonly string[];
  /** From which refs, with `*`. A pull request's is `refs/pull/<number>/merge`; a caller may also name a commit. @default - any */
  readonly refs?: readonly string[];
}

/** Files of workflows that a role trusts. */
export interface TrustedWorkflows extends WorkflowFiles {
  /** The repository that has them, as `owner/name`. */
  readonly repository: string;
}

/** Limit of a trust policy in characters, without white space (IAM quotas: role trust policy length). */
export const longestTrust = 2048;

/**
 * The trust policy of a role for GitHub Actions, without a stored key. `job_workflow_ref` names the file whose job asks, even where a
 * workflow of another repository calls it (AWS STS checks it since January 2026). `repository` must be the one of `sub`.
 */
export function githubTrust(names: Names, jobs: readonly GithubJobs[], workflows?: TrustedWorkflows): Statement[] {
  const claim = (test: string, name: string, values: string[]) => ({
    test,
    variable: `${githubIssuerHost}:${name}`,
    values,
  });
  // Of those with a number each has a statement of its own; the others share one, because a trust policy is short.
  const numbered = jobs.filter(({ repositoryId }) => repositoryId).map((one) => [one]);
  const others = jobs.filter(({ repositoryId }) => !repositoryId);
  return [...numbered, ...(others.length > 0 ? [others] : [])].map((some) => ({
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: [{ type: "Federated", identifiers: [names.arn("iam", `oidc-provider/${githubIssuerHost}`)] }],
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
  const numbered = { repository, subject: `${owner}@*/${name}@*` };
  return environments.flatMap((environment) => [
    environmentSubject({ repository }, environment),
    environmentSubject(numbered, environment),
  ]);
}

/** Files whose jobs may name a GitHub environment. */
export interface EnvironmentWorkflows {
  readonly environment: string;
  readonly workflows: readonly WorkflowFiles[];
}

/**
 * Denies all jobs but those of one environment in its files, and of the other in its own: what is of neither environment is denied by both
 * statements, because no file is in both lists. They name no repository, which what is allowed does: with names of 140 characters two
 * statements that allow would be too long. A claim that is missing is denied too. No branch can have `/.github` in its name (git-check-ref-format).
 */
export function onlyWorkflowsOf(one: EnvironmentWorkflows, other: EnvironmentWorkflows): Statement[] {
  return [denied(one.workflows, other.environment), denied(other.workflows, one.environment)];
}

/** All jobs but those in these files, and but those of this environment. */
function denied(workflows: readonly WorkflowFiles[], environment: string): Statement {
  return {
    effect: "Deny",
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: [{ type: "*", identifiers: ["*"] }],
    conditions: [
      { test: "StringNotLike", variable: `${githubIssuerHost}:sub`, values: [`*:environment:${environment}`] },
      {
        test: "StringNotLike",
        variable: `${githubIssuerHost}:job_workflow_ref`,
        values: workflows.flatMap(filesAt).map((file) => `*/.github/workflows/${file}`),
      },
    ],
  };
}

function workflowRefs({ repository, ...workflows }: TrustedWorkflows): string[] {
  return filesAt(workflows).map((file) => `${repository}/.github/workflows/${file}`);
}

function filesAt({ files, refs = ["*"] }: WorkflowFiles): string[] {
  return files.flatMap((file) => refs.map((ref) => `${file}.yml@${ref}`));
}
