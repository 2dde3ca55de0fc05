/** A repository on GitHub whose jobs may sign in to a cloud. */
export interface TrustedRepository {
  /** `owner/name` */
  readonly repository: string;
  /**
   * The same with GitHub's numbers, `owner@1/name@2`, as its tokens name a repository that was made, renamed or moved after 2026-07-15
   * (GitHub, "OpenID Connect reference", "Immutable subject claims"). @default - tokens name it by `repository`
   */
  readonly subject?: string;
}

/** The host of who issues the tokens of GitHub's jobs: AWS names the issuer by it. */
export const githubIssuerHost = "token.actions.githubusercontent.com";

/** Who issues the tokens of GitHub's jobs. */
export const githubIssuer = `https://${githubIssuerHost}`;

/** The subject of the token of a job in a GitHub environment. */
export function environmentSubject({ repository, subject }: TrustedRepository, environment: string): string {
  return `repo:${subject ?? repository}:environment:${environment}`;
}

/** The numbers in a repository's subject; undefined where it has none. */
export function repositoryNumbers({ subject }: TrustedRepository): { owner: string; repository: string } | undefined {
  const [, owner, repository] = /@(\d+)\/.*@(\d+)$/.exec(subject ?? "") ?? [];
  return owner && repository ? { owner, repository } : undefined;
}

/** The GitHub environment of the plans of pull requests: their code is not reviewed yet, so those of protected environments wait for a person. */
export function planEnvironment(environment: string): string {
  return `${environment}-plan`;
}

/**
 * The GitHub environment of the jobs that look, from branches and tags of the project only: the plan of a deploy, nightly drift, the weekly
 * check. No person approves them.
 */
export function watchEnvironment(environment: string): string {
  return `${environment}-watch`;
}
