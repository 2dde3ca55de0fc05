import { readFileSync } from "node:fs";
import { UserError } from "../process/user-error";

/** Owner and name of a repository, as routes of the API take them. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** The run of GitHub Actions that this process is part of. */
export interface Run {
  readonly repository: Repository;
  readonly id: number;
  /** From 1; each "re-run" is one more. */
  readonly attempt: number;
  /** The commit that triggered it, such as that of a tag. */
  readonly commit: string;
  /** Such as `refs/tags/v1.2.0`, `refs/heads/main`, `refs/pull/7/merge`. */
  readonly ref: string;
  /** For people. */
  readonly url: string;
  /** The pull request, where the run is of one. */
  readonly pullRequest?: number;
  /** The newest commit of the pull request's branch when the run began. */
  readonly head?: string;
}

const whatItIs = "expected a job of GitHub Actions";

/** Reads the run from the environment, as GitHub sets it. @throws {UserError} outside of GitHub Actions */
export function thisRun(env: NodeJS.ProcessEnv = process.env): Run {
  if (env["GITHUB_ACTIONS"] !== "true") throw new UserError(`${whatItIs}: GITHUB_ACTIONS is not set`);
  const id = wholeNumber(env, "GITHUB_RUN_ID");
  const name = env["GITHUB_REPOSITORY"] ?? "";
  const ref = env["GITHUB_REF"] ?? "";
  return {
    repository: repositoryOf(name, "GITHUB_REPOSITORY"),
    id,
    attempt: wholeNumber(env, "GITHUB_RUN_ATTEMPT"),
    commit: env["GITHUB_SHA"] ?? "",
    ref,
    url: `${serverOf(env)}/${name}/actions/runs/${id}`,
    ...pullRequestOf(env, ref),
  };
}

/** Where this process runs in GitHub Actions: the run's address. Nothing elsewhere, or where it is not whole. */
export function runUrl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  try {
    return thisRun(env).url;
  } catch {
    return undefined;
  }
}

/** `owner/name` in its parts. @throws {UserError} for any other text */
export function repositoryOf(text: string, where: string): Repository {
  const read = repositoryIn(text);
  if (read) return read;
  throw new UserError(`${where}: expected a repository as owner/name, found ${text || "nothing"}`);
}

/** The same; nothing for any other text. */
export function repositoryIn(text: string): Repository | undefined {
  const [, owner, repo] = /^([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([\w.-]{1,100})$/.exec(text) ?? [];
  return owner && repo ? { owner, repo } : undefined;
}

/** Where repositories are for people and for Git, without a slash at its end. */
export function serverOf(env: NodeJS.ProcessEnv = process.env): string {
  return (env["GITHUB_SERVER_URL"] || "https://github.com").replace(/\/+$/, "");
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string): number {
  const text = env[name] ?? "";
  if (/^[1-9]\d{0,15}$/.test(text)) return Number(text);
  throw new UserError(`${whatItIs}: ${name} has ${text ? `the value ${text}` : "no value"}, expected a number`);
}

/** From the file of the event, else from the ref. */
function pullRequestOf(env: NodeJS.ProcessEnv, ref: string): Pick<Run, "pullRequest" | "head"> {
  const event = eventOf(env["GITHUB_EVENT_PATH"]);
  const { number, head } = event?.pull_request ?? {};
  const inRef = /^refs\/pull\/(\d{1,10})\/(?:merge|head)$/.exec(ref)?.[1];
  const found = typeof number === "number" ? number : inRef && Number(inRef);
  return {
    ...(found && { pullRequest: found }),
    ...(typeof head?.sha === "string" && { head: head.sha }),
  };
}

interface Event {
  readonly pull_request?: { readonly number?: unknown; readonly head?: { readonly sha?: unknown } };
}

function eventOf(file: string | undefined): Event | undefined {
  if (!file) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Event | undefined;
  } catch {
    // An event is not needed where the ref names the pull request.
    return undefined;
  }
}
