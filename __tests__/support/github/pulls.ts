import type { Conversations, FakeIssue } from "./conversations";
import { type Answer, type Call, created, invalid, notFound, ok, type Route } from "./routes";

const pulls = "/repos/{owner}/{repo}/pulls";

/** Pull requests, which share their numbers and comments with issues. */
export class Pulls {
  constructor(private readonly conversations: Conversations) {}

  get routes(): readonly Route[] {
    const read = ["pull-requests:read"];
    return [
      { on: `GET ${pulls}`, needs: read, answer: ({ query }) => ({ list: this.listed(query) }) },
      { on: `POST ${pulls}`, needs: ["pull-requests:write"], answer: (call) => this.create(call) },
      { on: `GET ${pulls}/{number}`, needs: read, answer: ({ path }) => this.one(path["number"]) },
    ];
  }

  private listed(query: URLSearchParams): object[] {
    const head = query.get("head")?.split(":").at(-1);
    const base = query.get("base");
    return this.conversations
      .listed(query)
      .filter(({ pull }) => pull && (!head || pull.head === head) && (!base || pull.base === base))
      .map(shown);
  }

  private one(number: string | undefined): Answer {
    const issue = this.conversations.all.find((it) => String(it.number) === number);
    return issue?.pull ? ok(shown(issue)) : notFound;
  }

  private create({ body, by }: Call): Answer {
    const pull = { head: String(body["head"]), base: String(body["base"]), draft: body["draft"] === true };
    const same = this.conversations.all.find(
      (it) => it.state === "open" && it.pull?.head === pull.head && it.pull.base === pull.base,
    );
    if (same) return invalid("PullRequest", "head", `has already an open pull request: #${same.number}`);
    return created(
      shown(this.conversations.open(String(body["title"]), { body: String(body["body"] ?? ""), pull, by })),
    );
  }
}

function shown({ pull, comments: _comments, ...issue }: FakeIssue): object {
  return {
    ...issue,
    id: issue.number,
    head: { ref: pull?.head, sha: pull?.sha ?? "d".repeat(40) },
    base: { ref: pull?.base },
    draft: pull?.draft,
    html_url: `https://github.com/pull/${issue.number}`,
    merged_at: pull?.isMerged ? issue.closed_at : null,
  };
}
