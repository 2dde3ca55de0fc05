import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gitHub, takeToken } from "../../github/client";
import { repositoryIn, runUrl, serverOf } from "../../github/run";
import { writeOutputs } from "../../github/workflow-files";
import { type Delivered, type DeliverProps, deliverProduction, deliverStaging } from "../../gitops/deliver";
import { deliveryOf, staged } from "../../gitops/evidence";
import { stagedImage } from "../../gitops/staged";
import { type Image, imageOf } from "../../gitops/values";
import { print, printError } from "../../operations/command-output";
import { readStatements } from "../../pipeline/statement";
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
  /** Where staging's delivery is written, for signing. */
  readonly out?: string;
  /** What `cosign verify-attestation` printed of that delivery, for production. */
  readonly evidence?: string;
  readonly json?: boolean;
}

export type GitOpsStep = "staging" | "staged" | "production";

/**
 * Hands a build to the GitOps repository, or finds the one that staging had. Exit code 0: the build answers, or nothing was to be waited
 * for; 1: refused; 2: not merged, or not running, within the time.
 */
export async function gitops(step: GitOpsStep, options: GitOpsOptions): Promise<void> {
  const { repository, base, timeout, json } = options;
  const place = repositoryIn(repository);
  if (!place) throw new UserError(`--repository: expected owner/name, found ${repository}`);
  if (step === "staged") return find(options);
  const image = imageOf(options.image);
  const tag = step === "production" ? versionOf(options.tag) : buildOf(options.tag);
  const waitFor = addressOf(options);
  if (step === "production") {
    staged(statementsOf(options), { image, repository, commit: commitOfRun(), now: new Date() });
  }
  const props: DeliverProps = {
    ...place,
    ...{ remote: remoteOf(repository), image, tag, base },
    // A build of staging knows its commit; its version is made afterwards.
    ...(waitFor && { waitFor: { url: waitFor, expected: options.expect ?? (commitOfRun() || tag) } }),
    timeoutSeconds: timeout,
    clock: realClock,
    say: json ? () => {} : printError,
  };
  const delivered = step === "staging" ? await deliverStaging(props) : await deliverProduction(await gitHub(), props);
  const { status, lines, pullRequest } = delivered;
  if (step === "staging" && status === "delivered" && options.out !== undefined) {
    write(options.out, { repository, image, tag }, delivered);
  }
  if (json) print(JSON.stringify({ type: "result", status, lines, ...(pullRequest && { pullRequest }) }));
  else for (const line of lines) print(line);
  process.exitCode = status === "delivered" ? 0 : 2;
}

/** The build of this run's commit that staging had, by its digest, as outputs of the step. */
async function find({ repository, image, tag, base, json }: GitOpsOptions): Promise<void> {
  const version = versionOf(tag).slice(1);
  if (!/^[a-z0-9][\w.-]*(:\d+)?(\/[\w.-]+)+$/.test(image)) {
    throw new UserError(
      `--image: expected a name without tag and digest, such as ghcr.io/your-org/your-app, found ${image}`,
    );
  }
  const found = await stagedImage({ remote: remoteOf(repository), base, repository: image, tag: buildOf(undefined) });
  const reference = `${found.repository}@${found.digest}`;
  writeOutputs({ image: reference, digest: found.digest, version, minor: version.replace(/\.\d+$/, "") });
  print(json ? JSON.stringify({ type: "result", image: reference }) : reference);
}

type Delivering = { readonly repository: string; readonly image: Image; readonly tag: string };

function write(file: string, { repository, image, tag }: Delivering, { answered }: Delivered): void {
  const commit = commitOfRun();
  if (!commit) throw new UserError("--out: expected the commit that was built in GITHUB_SHA, found none");
  const run = runUrl();
  const delivery = deliveryOf({
    ...{ repository, image: `${image.repository}@${image.digest}`, tag, commit, at: new Date().toISOString() },
    ...(answered && { answered }),
    ...(run && { run }),
  });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(delivery, null, 2)}\n`);
}

function statementsOf({ evidence }: GitOpsOptions) {
  if (evidence) return readStatements(evidence, "--evidence");
  throw new UserError(
    "--evidence: expected the file that `cosign verify-attestation` printed of the delivery to staging, found none",
  );
}

function remoteOf(repository: string) {
  const token = takeToken();
  return { url: `${serverOf()}/${repository}.git`, ...(token && { token }) };
}

const commitOfRun = (): string => process.env["GITHUB_SHA"] ?? "";

/** Production has a version. */
function versionOf(tag: string | undefined): string {
  if (/^v\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(tag ?? "")) return tag as string;
  throw new UserError(`--tag: expected the version that is released, such as v1.2.0, found ${tag ?? "none"}`);
}

/** Staging has the commit that was built, as docker/metadata-action names it. */
function buildOf(tag: string | undefined): string {
  const commit = commitOfRun();
  const named = tag ?? (commit && `sha-${commit.slice(0, 7)}`);
  if (named && /^\w[\w.-]{0,127}$/.test(named)) return named;
  throw new UserError(`--tag: expected a tag of the image, found ${named ?? "none, and no GITHUB_SHA"}`);
}

function addressOf({ waitFor }: GitOpsOptions): string | undefined {
  if (!waitFor) return undefined;
  if (URL.canParse(waitFor) && /^https?:$/.test(new URL(waitFor).protocol)) return waitFor;
  throw new UserError(`--wait-for: expected an address such as https://staging.example.com/version, found ${waitFor}`);
}
