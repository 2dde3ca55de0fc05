import type { ZodType } from "zod";
import { firstMistake } from "../process/first-mistake";
import { UserError } from "../process/user-error";
import { type Failed, failureOf, GitHubError, tokenVariable } from "./failure";
import { longestLimitMs } from "./limit";

/** How long one call may take, in milliseconds. */
const patienceMs = 20_000;
/** Waits before a look is tried again, in milliseconds: where GitHub has a fault of its own, or is not reached. */
const pausesMs = [500, 2000];

/** GitHub's REST API. */
export interface GitHub {
  /**
   * Calls `GET /repos/{owner}/{repo}/…` and the like, and checks the answer.
   * @throws {GitHubError} for a refusal, an answer that is not as expected, or none
   */
  call<T>(route: string, parameters: Readonly<Record<string, unknown>>, answer: ZodType<T>): Promise<T>;
  /** All pages of a list. @param most pages of 100 that are read at most */
  list<T>(
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    answer: ZodType<T>,
    most?: number,
  ): Promise<T[]>;
}

let taken: string | undefined;

/** Takes the token out of the environment and keeps it: no Terraform and no other program that a deploy starts needs it. */
export function takeToken(env: NodeJS.ProcessEnv = process.env): string | undefined {
  taken = env[tokenVariable]?.trim() || taken;
  delete env[tokenVariable];
  return taken;
}

/**
 * The API that `GITHUB_API_URL` names, with the token of `GITHUB_TOKEN`.
 * @throws {UserError} without a token, or with an address that would send it in the clear
 */
export async function gitHub(env: NodeJS.ProcessEnv = process.env): Promise<GitHub> {
  const token = takeToken(env);
  if (!token) {
    throw new UserError(
      `${tokenVariable}: expected a token of GitHub, found none. In a workflow: env: ${tokenVariable}: \${{ github.token }}; on a machine: export ${tokenVariable}="$(gh auth token)"`,
    );
  }
  // What is no header would be shown, as a part of the error.
  if (/[^!-~]/.test(token))
    throw new UserError(`${tokenVariable}: expected a token in one line, found a text with blanks or other signs`);
  const baseUrl = addressOf(env["GITHUB_API_URL"] || "https://api.github.com");
  // Loaded late: no other command needs it.
  const { Octokit } = await import("@octokit/rest");
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const octokit = new Octokit({ auth: token, baseUrl, userAgent: "multicloud-stacks", log: silent });
  const send = async (route: string, parameters: Readonly<Record<string, unknown>>) => {
    for (const pause of [...pausesMs, undefined]) {
      try {
        const request = { signal: AbortSignal.timeout(patienceMs) };
        return (await octokit.request(route, { ...parameters, request })).data as unknown;
      } catch (error) {
        const failure = failureOf(route, parameters, error as Failed, baseUrl);
        // A call that came too often has changed nothing; of another one that failed that is not known.
        const isWorthIt =
          failure.limitedMs === undefined ? route.startsWith("GET ") : failure.limitedMs <= longestLimitMs;
        if (pause === undefined || !failure.isTransient || !isWorthIt) throw failure;
        await new Promise((resolve) => setTimeout(resolve, failure.limitedMs ?? pause));
      }
    }
    throw new Error("unreachable");
  };
  const call = async <T>(route: string, parameters: Readonly<Record<string, unknown>>, answer: ZodType<T>) =>
    checked(route, answer, await send(route, parameters));
  return {
    call,
    async list(route, parameters, answer, most = 30) {
      const all: unknown[] = [];
      for (let page = 1; page <= most; page++) {
        const found = listIn(await send(route, { ...parameters, per_page: 100, page }));
        if (!found) throw new GitHubError(`GitHub: ${route}: expected a list`);
        all.push(...found);
        if (found.length < 100) break;
      }
      return all.map((one) => checked(route, answer, one));
    },
  };
}

/** The list of an answer, which some routes wrap: `{ "total_count": 1, "artifacts": […] }`. */
function listIn(found: unknown): unknown[] | undefined {
  if (Array.isArray(found)) return found;
  const { total_count: count, ...rest } = Object(found) as Record<string, unknown>;
  return count === undefined ? undefined : Object.values(rest).find(Array.isArray);
}

function addressOf(text: string): string {
  const wrong = new UserError(`GITHUB_API_URL: expected an address such as https://api.github.com, found ${text}`);
  if (!URL.canParse(text)) throw wrong;
  const { protocol, hostname } = new URL(text);
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && isHere)) throw wrong;
  return text.replace(/\/+$/, "");
}

function checked<T>(route: string, answer: ZodType<T>, data: unknown): T {
  const read = answer.safeParse(data);
  if (read.success) return read.data;
  throw new GitHubError(`GitHub: ${route}: the answer is not as expected: ${firstMistake(read.error)}`);
}
