import { gitHub } from "../../github/client";
import { runUrl } from "../../github/run";
import { writeOutputs } from "../../github/workflow-files";
import type { Delivered, DeliverProps } from "../../gitops/delivery";
import { deliveryOf, staged as stagedDelivery } from "../../gitops/evidence";
import { deliverProduction } from "../../gitops/production";
import { stagedImage } from "../../gitops/staged";
import { deliverStaging } from "../../gitops/staging";
import { imageOf } from "../../gitops/values";
import { alone } from "../../gitops/wait";
import { print, printError } from "../../operations/command-output";
import { readStatements } from "../../pipeline/statement";
import { realClock } from "../../process/clock";
import { writeJson } from "../../process/json";
import { UserError } from "../../process/user-error";
import {
  buildOf,
  commitOfRun,
  deliveringRun,
  type GitOpsOptions,
  imageNameOf,
  nameOf,
  placeOf,
  remoteOf,
  versionOf,
  waitForOf,
} from "./gitops-options";

export type GitOpsStep = keyof typeof steps;

/**
 * Hands a build to the GitOps repository, or looks where one is. Exit code 0: the build answers, or nothing was to be waited for; 1: refused;
 * 2: not merged, or not running, within the time.
 */
export const gitops = (step: GitOpsStep, options: GitOpsOptions): Promise<void> => steps[step](options);

const steps = { staging, staged, running, production };

async function staging(options: GitOpsOptions): Promise<void> {
  const props = propsOf(options, buildOf(options.tag));
  const { out } = options;
  if (out !== undefined && !(props.waitFor && commitOfRun())) {
    throw new UserError("--out: expected --wait-for and GITHUB_SHA: what no address has said is no evidence");
  }
  const delivered = await deliverStaging(props);
  if (out !== undefined && delivered.status === "delivered") write(out, props, delivered);
  end(options, delivered);
}

/** The build of this run's commit that staging had, by its digest, as outputs of the step. */
async function staged(options: GitOpsOptions): Promise<void> {
  const remote = remoteOf(placeOf(options));
  versionOf(options);
  const [repository, tag] = [imageNameOf(options), buildOf()];
  const { digest } = await stagedImage({ remote, base: options.base, repository, tag });
  const image = `${repository}@${digest}`;
  writeOutputs({ image, digest });
  print(options.json ? JSON.stringify({ type: "result", image }) : image);
}

/** Whether a build alone answers, now: before evidence of it is signed. */
async function running(options: GitOpsOptions): Promise<void> {
  const waitFor = waitForOf(options);
  if (!waitFor) throw new UserError("--wait-for: expected the address that says which build answers, found none");
  const { isThere, text } = await alone(waitFor, realClock.now() + options.timeout * 1000, realClock);
  const line = isThere ? text : `expected ${waitFor.expected} alone within ${options.timeout} s: ${text}`;
  end(options, { status: isThere ? "delivered" : "waiting", lines: [line] });
}

async function production(options: GitOpsOptions): Promise<void> {
  const tag = versionOf(options);
  const props = propsOf(options, tag);
  const { evidence } = options;
  if (!evidence) {
    throw new UserError(
      "--evidence: expected the file that `cosign verify-attestation` printed of the delivery to staging, found none",
    );
  }
  const statements = readStatements(evidence, "--evidence");
  const wanted = { image: props.image, repository: nameOf(props), commit: commitOfRun(), now: new Date() };
  const delivered = await deliverProduction(await gitHub(), props, () => void stagedDelivery(statements, wanted));
  const version = tag.slice(1);
  const minor = delivered.isNewestPatch ? version.replace(/\.\d+$/, "") : "";
  if (delivered.status === "delivered") writeOutputs({ version, minor });
  end(options, delivered);
}

function propsOf(options: GitOpsOptions, tag: string): DeliverProps {
  const place = placeOf(options);
  const image = imageOf(options.image);
  const [waitFor, run] = [waitForOf(options, tag), deliveringRun()];
  return {
    ...place,
    ...{ remote: remoteOf(place), image, tag, base: options.base, ...(waitFor && { waitFor }), ...(run && { run }) },
    timeoutSeconds: options.timeout,
    clock: realClock,
    say: options.json ? () => {} : printError,
  };
}

function write(file: string, props: DeliverProps, { answered }: Delivered): void {
  const { image, tag } = props;
  const run = runUrl();
  const delivery = deliveryOf({
    repository: nameOf(props),
    ...{ image: `${image.repository}@${image.digest}`, tag, commit: commitOfRun(), at: new Date().toISOString() },
    ...{ answered: answered ?? "", ...(run && { run }) },
  });
  writeJson(file, delivery);
}

function end({ json }: GitOpsOptions, { status, lines, pullRequest }: Delivered): void {
  if (json) print(JSON.stringify({ type: "result", status, lines, ...(pullRequest && { pullRequest }) }));
  else for (const line of lines) print(line);
  process.exitCode = status === "delivered" ? 0 : 2;
}
