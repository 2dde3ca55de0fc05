import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GitHub } from "../github/client";
import type { Repository } from "../github/run";
import type { Clock } from "../process/clock";
import { UserError } from "../process/user-error";
import { type Checkout, inClone, type Remote } from "./git";
import { type PullRequest, pullRequestNow, pullRequestOf } from "./pull-request";
import { type Image, tagOf, valuesOf, withTag } from "./values";
import { ask, until } from "./wait";

export interface DeliverProps extends Repository {
  readonly remote: Remote;
  readonly image: Image;
  /** What people call the build: `v1.2.0`, `sha-…`. */
  readonly tag: string;
  /** The branch that Argo CD follows. */
  readonly base: string;
  /** Address that says which build answers, and the text that it has of this one. @default - nothing is waited for */
  readonly waitFor?: { readonly url: string; readonly expected: string };
  /** How long to wait, in seconds (document 003: 600). */
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

/** How a delivery ended. `waiting`: a person has not merged yet, or the cluster has not yet taken what was merged. */
export interface Delivered {
  readonly status: "delivered" | "waiting";
  readonly lines: readonly string[];
  /** What the address said of the build, where it was waited for. */
  readonly answered?: string;
  readonly pullRequest?: PullRequest;
}

/** How often a commit is made again because someone else pushed first. */
const mostAttempts = 5;

/** Staging: commits the tag to the branch that Argo CD follows (document 003: `environments/staging/values.yaml`), and waits. */
export async function deliverStaging(props: DeliverProps): Promise<Delivered> {
  const { base, tag, say } = props;
  const end = props.clock.now() + props.timeoutSeconds * 1000;
  const file = valuesOf("staging");
  for (let attempt = 1; ; attempt++) {
    const result = await inClone(props, async (checkout) => {
      const isNew = await change(checkout, props, file, `Update staging to ${tag}`);
      return isNew ? ((await checkout.push(base)) ? "pushed" : "late") : "same";
    });
    if (result !== "late") {
      say(result === "same" ? `${file} has ${tag} already` : `committed ${tag} to ${file} on ${base}`);
      break;
    }
    if (attempt === mostAttempts) {
      throw new UserError(
        `${base} was pushed to by others ${mostAttempts} times in a row: nothing was committed, try again`,
      );
    }
  }
  return awaited(props, end);
}

/**
 * Production: a branch `deploy-prod-<tag>` with the tag, and a pull request of it (document 003). A second call goes on with the pull
 * request that is there. Then it waits for the merge, and for the build.
 */
export async function deliverProduction(gitHub: GitHub, props: DeliverProps): Promise<Delivered> {
  const { owner, repo, base, tag, image, say, clock } = props;
  const end = clock.now() + props.timeoutSeconds * 1000;
  const branch = `deploy-prod-${tag}`;
  const file = valuesOf("production");
  const isThere = await inClone(props, async (checkout) => {
    const found = await checkout.fileOf(branch, file);
    if (found !== undefined) {
      if (found.includes(tagOf(image, tag))) return false;
      throw new UserError(
        `${branch} exists with another image in ${file}: a tag names one build; delete the branch, or use a new tag`,
      );
    }
    if (!(await change(checkout, props, file, `Deploy ${tag} to production`))) return true;
    if (await checkout.push(branch)) return false;
    throw new UserError(`${branch} was pushed by someone else in the meantime: look at it, then try again`);
  });
  if (isThere) {
    say(`${file} on ${base} has ${tag} already`);
    return awaited(props, end);
  }
  const title = `Deploy ${tag} to Production`;
  const body = `Automated production deployment for release ${tag}.\n\nImage: \`${image.repository}@${image.digest}\``;
  const pullRequest = await pullRequestOf(gitHub, { owner, repo, branch, base, title, body });
  say(`pull request ${pullRequest.url}`);
  const decided = await until(
    async () => {
      const now = await pullRequestNow(gitHub, props, pullRequest.number);
      return now.state === "open" ? undefined : now;
    },
    end,
    clock,
  );
  if (decided?.state === "closed")
    throw new UserError(`${pullRequest.url} was closed and not merged: ${tag} is not deployed`);
  if (!decided) {
    const line = `not merged within ${props.timeoutSeconds} s: ${pullRequest.url}. Run it again once it is: it goes on from there`;
    return { status: "waiting", lines: [line], pullRequest };
  }
  return { ...(await awaited(props, end)), pullRequest: decided };
}

async function awaited({ waitFor, clock, timeoutSeconds, tag }: DeliverProps, end: number): Promise<Delivered> {
  if (!waitFor)
    return { status: "delivered", lines: [`${tag} is in the repository; no address was given to wait for`] };
  let last = "";
  const answered = await until(
    async () => {
      const said = await ask(waitFor.url, waitFor.expected);
      last = said.text;
      return said.isThere ? said : undefined;
    },
    end,
    clock,
  );
  if (answered) return { status: "delivered", lines: [`${tag} answers: ${answered.text}`], answered: answered.text };
  const line = `expected ${waitFor.expected} within ${timeoutSeconds} s: ${last}. Argo CD says why: argocd app get, or kubectl -n argocd get applications`;
  return { status: "waiting", lines: [line] };
}

async function change(checkout: Checkout, { image, tag }: DeliverProps, file: string, message: string) {
  const path = join(checkout.folder, file);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new UserError(`${file}: expected this file in the GitOps repository (examples/gitops shows one), found none`);
  }
  writeFileSync(path, withTag(file, text, image, tag));
  return checkout.commit(file, message);
}
