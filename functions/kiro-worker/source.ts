import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { isRecord, type WorkItem } from "./work-item";

/** A source of new work items, in addition to submitted ones. */
export interface Source {
  /** Candidates, which the caller checks. They may include known items. */
  candidates(): Promise<readonly WorkItem[]>;
}

/** The default: all items are submitted, and no network is used. */
export const submitted: Source = { candidates: async () => [] };

export interface GithubIssuesProps {
  /** GitHub repository as `owner/name`. */
  readonly repository: string;
  /** Issues with this label become work items. */
  readonly label: string;
  /** Key of the build project for the items. */
  readonly project: string;
  readonly tokenSecretArn: string;
}

/** Open issues with a label. Each becomes a work item once. */
export class GithubIssues implements Source {
  constructor(
    private readonly props: GithubIssuesProps,
    private readonly secrets = new SecretsManagerClient({}),
    private readonly get: typeof fetch = fetch,
  ) {}

  async candidates(): Promise<readonly WorkItem[]> {
    const { repository, label, project } = this.props;
    const query = new URLSearchParams({
      labels: label,
      state: "open",
      sort: "created",
      direction: "asc",
      per_page: "100",
    });
    const response = await this.get(`https://api.github.com/repos/${repository}/issues?${query}`, {
      headers: {
        Accept: "application/vnd.github+json",
        Authorization: `Bearer ${await this.token()}`,
        "X-GitHub-Api-Version": "2022-11-28",
      },
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`GitHub answered ${response.status} for the issues of ${repository}`);
    const issues: unknown = await response.json();
    if (!Array.isArray(issues)) throw new Error(`GitHub answered without a list for the issues of ${repository}`);
    return issues
      .filter((issue) => isRecord(issue) && !("pull_request" in issue)) // GitHub lists pull requests as issues, too.
      .map(({ number, title }) => ({
        id: `${repository.replace("/", ".")}.${number}`,
        project,
        repository,
        title: [...String(title).replace(/\p{Cc}/gu, " ")].slice(0, 100).join(""),
      }));
  }

  /** Reads the token each time, so that a rotated token is used at once. */
  private async token(): Promise<string> {
    const command = new GetSecretValueCommand({ SecretId: this.props.tokenSecretArn });
    const { SecretString } = await this.secrets.send(command);
    if (!SecretString) throw new Error("the GitHub token: expected a text, found none");
    return SecretString;
  }
}
