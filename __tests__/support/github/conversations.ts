import type { components } from "@octokit/openapi-types";
import { type Answer, type Call, created, invalid, notFound, ok, type Route } from "./routes";

type Schemas = components["schemas"];
type Comment = Pick<Schemas["issue-comment"], "id" | "body" | "created_at" | "updated_at"> & User;
type User = { readonly user: { readonly login: string; readonly type: string } };

/** An issue or a pull request: GitHub numbers them together, and lists both as issues. */
export interface FakeIssue extends User {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  state_reason: string | null;
  labels: { readonly name: string }[];
  readonly created_at: string;
  updated_at: string;
  closed_at: string | null;
  readonly comments: Comment[];
  /** Only of a pull request. */
  readonly pull?: {
    readonly head: string;
    readonly base: string;
    readonly draft: boolean;
    readonly sha?: string;
    isMerged?: boolean;
  };
}

/** The longest text of an issue or a comment, in characters: GitHub refuses more with "body is too long (maximum is 65536 characters)". */
const longest = 65_536;
const write = ["issues:write", "pull-requests:write"];
const read = ["issues:read", "pull-requests:read"];
const repository = "/repos/{owner}/{repo}";

/** Issues, pull requests and their comments. */
export class Conversations {
  readonly all: FakeIssue[] = [];
  private nextComment = 1000;

  constructor(private readonly now: () => Date) {}

  /** Opens an issue, or a pull request where `pull` says from where to where. */
  open(title: string, options: Partial<Pick<FakeIssue, "body" | "labels" | "pull">> & { by?: string } = {}): FakeIssue {
    const { by = "octocat", body = "", labels = [], pull } = options;
    const at = this.time;
    const issue: FakeIssue = {
      number: this.all.length + 1,
      ...{ title, body, labels: [...labels], state: "open", state_reason: null },
      ...{ created_at: at, updated_at: at, closed_at: null, comments: [], user: userOf(by), ...(pull && { pull }) },
    };
    this.all.push(issue);
    return issue;
  }

  get routes(): readonly Route[] {
    const one = (answer: (issue: FakeIssue, call: Call) => Answer) => (call: Call) => this.found(call, answer);
    return [
      { on: `GET ${repository}/issues`, needs: read, answer: ({ query }) => ({ list: this.listed(query).map(shown) }) },
      { on: `POST ${repository}/issues`, needs: ["issues:write"], answer: (call) => this.create(call) },
      { on: `GET ${repository}/issues/{number}`, needs: read, answer: one((issue) => ok(shown(issue))) },
      { on: `PATCH ${repository}/issues/{number}`, needs: write, answer: one((issue, call) => this.edit(issue, call)) },
      {
        on: `GET ${repository}/issues/{number}/comments`,
        needs: read,
        answer: one(({ comments }) => ({ list: comments })),
      },
      {
        on: `POST ${repository}/issues/{number}/comments`,
        needs: write,
        answer: one((it, call) => this.comment(it, call)),
      },
      { on: `PATCH ${repository}/issues/comments/{id}`, needs: write, answer: (call) => this.editComment(call) },
      { on: `DELETE ${repository}/issues/comments/{id}`, needs: write, answer: (call) => this.deleteComment(call) },
    ];
  }

  private get time(): string {
    return `${this.now().toISOString().slice(0, 19)}Z`;
  }

  /** Newest first; only open ones unless `state` says otherwise; `labels` are separated by commas, and all must be there. */
  listed(query: URLSearchParams): FakeIssue[] {
    const state = query.get("state") ?? "open";
    const labels = (query.get("labels") ?? "").split(",").filter(Boolean);
    const creator = query.get("creator");
    return [...this.all]
      .reverse()
      .filter((issue) => state === "all" || issue.state === state)
      .filter((issue) => labels.every((label) => issue.labels.some(({ name }) => name === label)))
      .filter((issue) => !creator || issue.user.login === creator);
  }

  private create({ body, by }: Call): Answer {
    if (!body["title"]) return invalid("Issue", "title", "can't be blank");
    const refused = tooLong("Issue", body["body"]);
    if (refused) return refused;
    const labels = ((body["labels"] as (string | { name: string })[]) ?? []).map(labelOf);
    return created(shown(this.open(String(body["title"]), { body: String(body["body"] ?? ""), labels, by })));
  }

  private edit(issue: FakeIssue, { body }: Call): Answer {
    const refused = tooLong("Issue", body["body"]);
    if (refused) return refused;
    if (body["title"] !== undefined) issue.title = String(body["title"]);
    if (body["body"] !== undefined) issue.body = String(body["body"] ?? "");
    if (body["labels"] !== undefined) issue.labels = (body["labels"] as (string | { name: string })[]).map(labelOf);
    if (body["state"] !== undefined) {
      issue.state = body["state"] === "closed" ? "closed" : "open";
      issue.state_reason = String(body["state_reason"] ?? (issue.state === "closed" ? "completed" : "reopened"));
      issue.closed_at = issue.state === "closed" ? this.time : null;
    }
    issue.updated_at = this.time;
    return ok(shown(issue));
  }

  private comment(issue: FakeIssue, { body, by }: Call): Answer {
    const refused = body["body"]
      ? tooLong("IssueComment", body["body"])
      : invalid("IssueComment", "body", "can't be blank");
    if (refused) return refused;
    const at = this.time;
    const comment = {
      id: this.nextComment++,
      body: String(body["body"]),
      created_at: at,
      updated_at: at,
      user: userOf(by),
    };
    issue.comments.push(comment);
    return created(comment);
  }

  private editComment({ path, body }: Call): Answer {
    const comment = this.all.flatMap(({ comments }) => comments).find(({ id }) => String(id) === path["id"]);
    if (!comment) return notFound;
    const refused = tooLong("IssueComment", body["body"]);
    if (refused) return refused;
    Object.assign(comment, { body: String(body["body"]), updated_at: this.time });
    return ok(comment);
  }

  private deleteComment({ path }: Call): Answer {
    for (const { comments } of this.all) {
      const index = comments.findIndex(({ id }) => String(id) === path["id"]);
      if (index < 0) continue;
      comments.splice(index, 1);
      return { status: 204 };
    }
    return notFound;
  }

  private found(call: Call, answer: (issue: FakeIssue, call: Call) => Answer): Answer {
    const issue = this.all.find(({ number }) => String(number) === call.path["number"]);
    return issue ? answer(issue, call) : notFound;
  }
}

const userOf = (login: string) => ({ login, type: login.endsWith("[bot]") ? "Bot" : "User" });
const labelOf = (label: string | { name: string }) => ({ name: typeof label === "string" ? label : label.name });
const tooLong = (resource: string, body: unknown) =>
  String(body ?? "").length > longest
    ? invalid(resource, "body", `is too long (maximum is ${longest} characters)`)
    : undefined;

/** As in a list of issues: `comments` is their number, and a pull request has the key `pull_request`. */
function shown({ pull, comments, ...issue }: FakeIssue): object {
  return { ...issue, id: issue.number, comments: comments.length, ...(pull && { pull_request: {} }) };
}
