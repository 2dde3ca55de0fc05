import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Account } from "./github/account";
import { Artifacts } from "./github/artifacts";
import { Code } from "./github/code";
import { Conversations } from "./github/conversations";
import { Environments } from "./github/environments";
import { Pulls } from "./github/pulls";
import { type Answer, findRoute, may, notFound, type Permissions, pageOf, problem, type Route } from "./github/routes";
import { Runs } from "./github/runs";
import { addressOf, listening, stopped } from "./local-server";

/** What a token of the fake stands for. */
interface Holder {
  readonly login: string;
  readonly permissions: Permissions;
}

/** Every permission that the fake knows, also those that a workflow's token never has. */
const everything: Permissions = Object.fromEntries(
  ["actions", "administration", "contents", "deployments", "issues", "members", "pull-requests"].map((scope) => [
    scope,
    "write",
  ]),
);

/**
 * A server on 127.0.0.1 that speaks the part of GitHub's REST API that our commands use, for one repository: issues and comments, runs with
 * approvals and artifacts, environments, refs, rulesets. Shapes, pages and refusals are those of GitHub's OpenAPI description (docs.github.com/rest); a path
 * that it does not know is answered with 404, and `unknown` has it.
 *
 * Set `GITHUB_API_URL` to `url`, and `GITHUB_TOKEN` to a `token()`.
 */
export class FakeGitHub {
  readonly conversations: Conversations;
  readonly environments = new Environments();
  readonly runs = new Runs(this.environments);
  readonly artifacts = new Artifacts(this.runs);
  readonly code: Code;
  readonly account = new Account();
  /** By `GET /path`: an answer in place of the route's; nothing leaves it to the route, e.g. after another process changed something. */
  readonly instead = new Map<string, () => Answer | undefined>();
  /** Each request so far, as `GET /path?query`. */
  readonly requests: string[] = [];
  /** Requests that no route takes: a test should find none. */
  readonly unknown: string[] = [];
  private readonly tokens = new Map<string, Holder>();
  private readonly routes: readonly Route[];

  private constructor(
    private readonly server: Server,
    repository: string,
    now: () => Date,
  ) {
    this.conversations = new Conversations(now);
    this.code = new Code(repository);
    const parts = [
      this.conversations,
      new Pulls(this.conversations),
      this.environments,
      this.runs,
      this.artifacts,
      this.code,
      this.account,
    ];
    this.routes = parts.flatMap(({ routes }) => routes);
  }

  /** @param now the clock of `created_at` and `updated_at`: the real one, if not given */
  static async start(repository = "acme/shop", now = () => new Date()): Promise<FakeGitHub> {
    const server = createServer();
    const fake = new FakeGitHub(server, repository, now);
    server.on("request", (request, response) => void fake.serve(request, response));
    await listening(server);
    return fake;
  }

  stop = (): Promise<void> => stopped(this.server);

  get url(): string {
    return addressOf(this.server);
  }

  /** A new token. Without `permissions` it may do everything, like an administrator's; with them what a workflow's may, as `github-actions[bot]`. */
  token(
    permissions: Permissions = everything,
    login = permissions === everything ? "admin" : "github-actions[bot]",
  ): string {
    const token = `ghs_${String(this.tokens.size + 1).padStart(36, "0")}`;
    this.tokens.set(token, { login, permissions });
    return token;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "", this.url);
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    const answer = this.answer(request, url, Buffer.concat(chunks).toString());
    const { status, document, headers } = "list" in answer ? listed(answer, url) : answer;
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(document === undefined ? undefined : JSON.stringify(document));
  }

  private answer(request: IncomingMessage, url: URL, text: string): Answer {
    const given = this.instead.get(`${request.method} ${url.pathname}`)?.();
    if (given) return given;
    const [, token = ""] = /^(?:Bearer|token) (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    const holder = this.tokens.get(token);
    if (!holder) return problem(401, "Bad credentials");
    const found = findRoute(this.routes, request.method ?? "", url.pathname);
    if (!found) {
      this.unknown.push(`${request.method} ${url.pathname}`);
      return notFound;
    }
    const { owner, repo } = found.path;
    if (owner && `${owner}/${repo}`.toLowerCase() !== this.code.name.toLowerCase()) return notFound;
    if (!may(holder.permissions, found.route.needs)) return problem(403, "Resource not accessible by integration");
    const body = text ? (JSON.parse(text) as Record<string, unknown>) : {};
    return found.route.answer({ path: found.path, query: url.searchParams, body, by: holder.login });
  }
}

function listed({ list, under }: Extract<Answer, { list: readonly unknown[] }>, url: URL) {
  const { items, link } = pageOf(list, url);
  return {
    status: 200,
    document: under ? { total_count: list.length, [under]: items } : items,
    headers: link ? { link } : {},
  };
}
