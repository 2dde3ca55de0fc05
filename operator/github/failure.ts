import { UserError } from "../process/user-error";
import { limitIn, type Refusal } from "./limit";

/** The environment variable with the token: that of the job (`secrets.GITHUB_TOKEN`), or a person's. */
export const tokenVariable = "GITHUB_TOKEN";

/** GitHub refused a call, or could not be reached. */
export class GitHubError extends UserError {
  override readonly name = "GitHubError";

  constructor(
    message: string,
    /** Of HTTP; nothing where no answer came. */
    readonly status?: number,
    /** Milliseconds after which the call is taken again: the token has called too often. Nothing for any other refusal. */
    readonly limitedMs?: number,
  ) {
    super(message);
  }

  /** Whether the same call may succeed later: GitHub was not reached, has a fault of its own, or was called too often. */
  get isTransient(): boolean {
    return this.status === undefined || this.status >= 500 || this.limitedMs !== undefined;
  }
}

/** What the client throws. */
export interface Failed extends Error {
  readonly status?: number;
  readonly response?: Refusal;
}

/** The error of a call that failed: what was refused, why, and what to do. */
export function failureOf(
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  { status, response, message, cause, name }: Failed,
  baseUrl: string,
): GitHubError {
  const place = route.replace(/\{\+?(\w+)\}/g, (_, key: string) => String(parameters[key] ?? `{${key}}`));
  if (!response) {
    const why = name === "AbortError" || name === "TimeoutError" ? "no answer in 20 seconds" : deepest(cause);
    return new GitHubError(`GitHub cannot be reached at ${baseUrl}: ${place}: ${why || message}`);
  }
  const { message: said, errors = [] } = response.data ?? {};
  const more = errors.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("; ");
  const text = [said ?? "no message", more].filter(Boolean).join(": ");
  const limitedMs = limitIn(status, response);
  const advice =
    limitedMs === undefined
      ? adviceFor(status)
      : `. The token has called too often: run it again in ${Math.ceil(limitedMs / 60_000)} min`;
  return new GitHubError(`GitHub refused ${place} (${status}): ${text.slice(0, 1000)}${advice}`, status, limitedMs);
}

/** Why a connection failed is what the error of the error says. */
function deepest(cause: unknown): string | undefined {
  const { message, cause: own } = Object(cause) as { readonly message?: string; readonly cause?: unknown };
  return (own === undefined ? undefined : deepest(own)) ?? message;
}

function adviceFor(status: number | undefined): string {
  if (status === 401) return `. The token of ${tokenVariable} is not valid, or has ended`;
  if (status === 403) return ". The token lacks a right: see `permissions` of the job";
  return "";
}
