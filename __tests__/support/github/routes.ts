/** What a token may do, as a workflow's `permissions:` says it: `issues: write`. `administration` no workflow's token ever has. */
export type Permissions = Readonly<Record<string, "read" | "write" | "none">>;

/** One request of the API. */
export interface Call {
  /** The parts of the path in braces, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** The login that the token stands for. */
  readonly by: string;
}

/** A document with its status, or a list that the server cuts into pages; `under` is its key where the API wraps it with a `total_count`. */
export type Answer =
  | { readonly status: number; readonly document?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly list: readonly unknown[]; readonly under?: string };

/** One endpoint: `GET /repos/{owner}/{repo}/issues`, what the token needs for it (one of these), and the answer. */
export interface Route {
  readonly on: string;
  readonly needs: readonly string[];
  readonly answer: (call: Call) => Answer;
}

export const ok = (document: unknown): Answer => ({ status: 200, document });
export const created = (document: unknown): Answer => ({ status: 201, document });
export const notFound = problem(404, "Not Found");

/** GitHub's form of an error: `message`, `documentation_url`, `status`. */
export function problem(status: number, message: string, errors?: readonly unknown[]): Answer {
  const documentation_url = "https://docs.github.com/rest";
  return { status, document: { message, ...(errors && { errors }), documentation_url, status: String(status) } };
}

/** GitHub's answer to a body that it does not take. */
export const invalid = (resource: string, field: string, message: string): Answer =>
  problem(422, "Validation Failed", [{ resource, field, code: "custom", message: `${field} ${message}` }]);

/** Whether a token may call a route: one of its needs, as `issues:write`; `write` holds `read`. `metadata:read` everyone has. */
export function may(permissions: Permissions, needs: readonly string[]): boolean {
  return needs.some((need) => {
    const [scope = "", level] = need.split(":");
    const held = scope === "metadata" ? "read" : permissions[scope];
    return held === "write" || held === level;
  });
}

/** The route of a call with the values of its path; a name with `...` takes the rest of the path, slashes too. */
export function findRoute(routes: readonly Route[], method: string, path: string) {
  for (const route of routes) {
    const [onMethod, pattern = ""] = route.on.split(" ");
    if (onMethod !== method) continue;
    const source = pattern.replace(/\{(\w+)(\.\.\.)?\}/g, (_all, name, rest) => `(?<${name}>${rest ? ".+" : "[^/]+"})`);
    const found = new RegExp(`^${source}$`).exec(path);
    if (!found) continue;
    const values = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { route, path: Object.fromEntries(values) as Record<string, string> };
  }
  return undefined;
}

/** One page of a list, and GitHub's `Link` header: no header where one page holds everything. 30 a page unless asked, at most 100. */
export function pageOf<T>(all: readonly T[], url: URL): { readonly items: readonly T[]; readonly link?: string } {
  const perPage = Math.min(Math.max(Number(url.searchParams.get("per_page") ?? 30) || 30, 1), 100);
  const page = Math.max(Number(url.searchParams.get("page") ?? 1) || 1, 1);
  const last = Math.max(Math.ceil(all.length / perPage), 1);
  const items = all.slice((page - 1) * perPage, page * perPage);
  if (last === 1) return { items };
  const to = (number: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set("page", String(number));
    return `<${target.href}>; rel="${rel}"`;
  };
  const before = page > 1 ? [to(page - 1, "prev")] : [];
  const after = page < last ? [to(page + 1, "next"), to(last, "last")] : [];
  return { items, link: [...before, ...after, ...(page > 1 ? [to(1, "first")] : [])].join(", ") };
}
