import { gitHub, takeToken } from "../../github/client";
import { repositoryIn, serverOf } from "../../github/run";
import { deliverProduction, deliverStaging } from "../../gitops/deliver";
import { imageOf } from "../../gitops/values";
import { print, printError } from "../../operations/command-output";
import { realClock } from "../../process/clock";
import { UserError } from "../../process/user-error";

export interface GitOpsOptions {
  readonly repository: string;
  readonly image: string;
  readonly tag?: string;
  readonly base: string;
  readonly waitFor?: string;
  readonly expect?: string;
  readonly timeout: number;
  readonly json?: boolean;
}

/**
 * Hands a build to the GitOps repository. Exit code 0: the build answers, or nothing was to be waited for; 1: refused; 2: not merged, or
 * not running, within the time.
 */
export async function gitops(environment: "staging" | "production", options: GitOpsOptions): Promise<void> {
  const { repository, base, timeout, json } = options;
  const place = repositoryIn(repository);
  if (!place) throw new UserError(`--repository: expected owner/name, found ${repository}`);
  const tag = tagOf(environment, options.tag);
  const waitFor = addressOf(options);
  const token = takeToken();
  const props = {
    ...place,
    remote: { url: `${serverOf()}/${repository}.git`, ...(token && { token }) },
    image: imageOf(options.image),
    tag,
    base,
    ...(waitFor && { waitFor: { url: waitFor, expected: options.expect ?? expectedOf(environment, tag) } }),
    timeoutSeconds: timeout,
    clock: realClock,
    say: json ? () => {} : printError,
  };
  const { status, lines, pullRequest } =
    environment === "staging" ? await deliverStaging(props) : await deliverProduction(await gitHub(), props);
  if (json) print(JSON.stringify({ type: "result", status, lines, ...(pullRequest && { pullRequest }) }));
  else for (const line of lines) print(line);
  process.exitCode = status === "delivered" ? 0 : 2;
}

/** Production has a version; staging the commit that was built, as docker/metadata-action names it. */
function tagOf(environment: "staging" | "production", tag: string | undefined): string {
  if (environment === "production") {
    if (/^v\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(tag ?? "")) return tag as string;
    throw new UserError(`--tag: expected the version that is released, such as v1.2.0, found ${tag ?? "none"}`);
  }
  const commit = process.env["GITHUB_SHA"];
  const named = tag ?? (commit && `sha-${commit.slice(0, 7)}`);
  if (named && /^\w[\w.-]{0,127}$/.test(named)) return named;
  throw new UserError(`--tag: expected a tag of the image, found ${named ?? "none, and no GITHUB_SHA"}`);
}

/** What the address says of the build: its version, or its commit. */
function expectedOf(environment: "staging" | "production", tag: string): string {
  return environment === "production" ? tag.slice(1) : (process.env["GITHUB_SHA"] ?? tag);
}

function addressOf({ waitFor }: GitOpsOptions): string | undefined {
  if (!waitFor) return undefined;
  if (URL.canParse(waitFor) && /^https?:$/.test(new URL(waitFor).protocol)) return waitFor;
  throw new UserError(`--wait-for: expected an address such as https://staging.example.com/version, found ${waitFor}`);
}
