import { takeToken } from "../../github/client";
import { type Repository, repositoryIn, serverOf } from "../../github/run";
import type { Remote } from "../../gitops/git-environment";
import type { WaitFor } from "../../gitops/wait";
import { UserError } from "../../process/user-error";

export interface GitOpsOptions {
  readonly repository?: string;
  readonly image?: string;
  readonly tag?: string;
  readonly base: string;
  readonly waitFor?: string;
  readonly expect?: string;
  readonly timeout: number;
  /** Where staging's delivery is written, for signing. */
  readonly out?: string;
  /** What `cosign verify-attestation` printed of that delivery, for production. */
  readonly evidence?: string;
  readonly json?: boolean;
}

/** The GitOps repository. */
export function placeOf({ repository = "" }: GitOpsOptions): Repository {
  const place = repositoryIn(repository);
  if (place) return place;
  throw new UserError(`--repository: expected owner/name, found ${repository || "none"}`);
}

export const nameOf = ({ owner, repo }: Repository): string => `${owner}/${repo}`;

/** Where Git finds a repository, with the token of this process. */
export function remoteOf(place: Repository): Remote {
  const token = takeToken();
  return { url: `${serverOf()}/${nameOf(place)}.git`, ...(token && { token }) };
}

/** The name of an image, without tag and digest. */
export function imageNameOf({ image = "" }: GitOpsOptions): string {
  if (/^[a-z0-9][\w.-]*(:\d+)?(\/[\w.-]+)+$/.test(image)) return image;
  throw new UserError(
    `--image: expected a name without tag and digest, such as ghcr.io/your-org/your-app, found ${image || "none"}`,
  );
}

/** The commit of the application that this run is of; empty outside of GitHub Actions. */
export const commitOfRun = (): string => process.env["GITHUB_SHA"] ?? "";

/** The run of a workflow that delivers; nothing where a person does. */
export function deliveringRun(): { workflow: string; number: number } | undefined {
  const [workflow] = (process.env["GITHUB_WORKFLOW_REF"] ?? "").split("@");
  const number = Number(process.env["GITHUB_RUN_NUMBER"]);
  return workflow && Number.isInteger(number) && number > 0
    ? { workflow: workflow.replace(/\s/g, "-"), number }
    : undefined;
}

/** Production has a version. */
export function versionOf({ tag }: GitOpsOptions): string {
  if (/^v\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(tag ?? "")) return tag as string;
  throw new UserError(`--tag: expected the version that is released, such as v1.2.0, found ${tag ?? "none"}`);
}

/** Staging has the commit that was built, as docker/metadata-action names it. */
export function buildOf(tag?: string): string {
  const commit = commitOfRun();
  const named = tag ?? (commit && `sha-${commit.slice(0, 7)}`);
  if (named && /^\w[\w.-]{0,127}$/.test(named)) return named;
  throw new UserError(`--tag: expected a tag of the image, found ${named ?? "none, and no GITHUB_SHA"}`);
}

/** The address that says which build answers. A build of staging knows its commit; its version is made afterwards. */
export function waitForOf({ waitFor, expect }: GitOpsOptions, tag = ""): WaitFor | undefined {
  if (!waitFor) return undefined;
  if (URL.canParse(waitFor) && /^https?:$/.test(new URL(waitFor).protocol)) {
    const expected = expect ?? (commitOfRun() || tag);
    if (expected) return { url: waitFor, expected };
    throw new UserError("--expect: expected what the address says of the build, found none, and no GITHUB_SHA");
  }
  throw new UserError(`--wait-for: expected an address such as https://staging.example.com/version, found ${waitFor}`);
}
