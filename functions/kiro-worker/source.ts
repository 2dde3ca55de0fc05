import { setTimeout as wait } from "node:timers/promises";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { isRecord, type WorkItem } from "./work-item";

/** A source of new work items, in addition to submitted ones. */
export interface Source {
  /** Candidates, at most 100 in a page, which the caller checks. They may include known items. */
  pages(): AsyncIterable<readonly WorkItem[]>;
}

/** The default: all items are submitted, and no network is used. */
export const submitted: Source = { async *pages() {} };

export interface GithubIssuesProps {
  /** GitHub repository as `owner/name`. */
  readonly repository: string;
  /** Issues with this label become work items. */
  readonly label: string;
  /** Key of the build project for the items. */
  readonly project: string;
  readonly tokenSecretArn: string;
}

const github = "https://api.github.com";
/** Pages of 100 issues in one run: 5,000 open issues with the label. GitHub allows 5,000 requests an hour, 83 a minute. */
const mostPages = 50;
/** Milliseconds for one request, and for all of a run, which has other work to do. */
const timeouts = { request: 5_000, all: 20_000 };

/** Open issues with a label. Each becomes a work item once. */
export class GithubIssues implements Source {
  constructor(
    private readonly props: GithubIssuesProps,
    private readonly secrets = new SecretsManagerClient({}),
    private readonly get: typeof fetch = fetch,
    /** Milliseconds before a failed request is repeated, once. */
    private readonly pause = 500,
  ) {}

  /** @throws if GitHub does not answer, or there are more than 5,000 issues. The pages before are read */
  async *pages(): AsyncGenerator<readonly WorkItem[]> {
    const { repository, label } = this.props;
    const query = new URLSearchParams({
      labels: label,
      state: "open",
      sort: "created",
      direction: "asc",
      per_page: "100",
    });
    const token = await this.token();
    const end = AbortSignal.timeout(timeouts.all);
    let url: string | undefined = `${github}/repos/${repository}/issues?${query}`;
    for (let page = 0; url; page += 1) {
      if (page >= mostPages)
        throw new Error(`${repository} has more than ${mostPages * 100} open issues with ${label}`);
      const response: Response = await this.answer(url, token, end);
      if (!response.ok) throw new Error(`GitHub answered ${response.status} for the issues of ${repository}`);
      const issues: unknown = await response.json();
      if (!Array.isArray(issues)) throw new Error(`GitHub answered without a list for the issues of ${repository}`);
      yield issues.filter(isIssue).map((issue) => this.item(issue));
      url = nextPage(response.headers.get("link"));
    }
  }

  private item({ number, title }: Readonly<Record<string, unknown>>): WorkItem {
    const { repository, project } = this.props;
    return {
      id: `${repository.replace("/", ".")}.${number}`,
      project,
      repository,
      title: [...String(title).replace(/\p{Cc}/gu, " ")].slice(0, 100).join(""),
    };
  }

  /** The answer to a request, which is repeated once if GitHub does not answer or has an error of its own. */
  private async answer(url: string, token: string, end: AbortSignal): Promise<Response> {
    const request = () =>
      this.get(url, {
        headers: {
          Accept: "application/vnd.github+json",
          Authorization: `Bearer ${token}`,
          "X-GitHub-Api-Version": "2022-11-28",
        },
        signal: AbortSignal.any([end, AbortSignal.timeout(timeouts.request)]),
      });
    const first = await request().catch((error: Error) => error);
    if (first instanceof Response && first.status < 500) return first;
    await wait(this.pause);
    return request();
  }

  /** Reads the token each time, so that a rotated token is used at once. */
  private async token(): Promise<string> {
    const command = new GetSecretValueCommand({ SecretId: this.props.tokenSecretArn });
    const { SecretString } = await this.secrets.send(command);
    if (!SecretString) throw new Error("the GitHub token: expected a text, found none");
    return SecretString;
  }
}

/** GitHub lists pull requests as issues, too. */
const isIssue = (issue: unknown): issue is Readonly<Record<string, unknown>> =>
  isRecord(issue) && !("pull_request" in issue);

/** The next page of a header such as `<https://api.github.com/…>; rel="next"`. The token goes to no other host. */
function nextPage(link: string | null): string | undefined {
  const next = link?.match(/<([^<>]+)>;\s*rel="next"/)?.[1];
  if (next && new URL(next).origin !== github) throw new Error(`GitHub named a page of another host: ${next}`);
  return next;
}
