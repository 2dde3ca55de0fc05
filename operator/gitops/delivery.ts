import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../github/run";
import type { Clock } from "../process/clock";
import { UserError } from "../process/user-error";
import type { Checkout } from "./git";
import type { Remote } from "./git-environment";
import type { PullRequest } from "./pull-request";
import { type Image, withTag } from "./values";
import { alone, type WaitFor } from "./wait";

export interface DeliverProps extends Repository {
  readonly remote: Remote;
  readonly image: Image;
  /** What people call the build: `v1.2.0`, `sha-…`. */
  readonly tag: string;
  /** The branch that Argo CD follows. */
  readonly base: string;
  /** Address that says which build answers, and the text that it has of this one. @default - nothing is waited for */
  readonly waitFor?: WaitFor;
  /** The run of a workflow that delivers. @default - a person does */
  readonly run?: { readonly workflow: string; readonly number: number };
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
  /** Of production: no later version with the same minor was there. */
  readonly isNewestPatch?: boolean;
}

/** The line of a commit's message that says which run delivered: `Delivery: <workflow> <number>`. */
export const trailer = "Delivery";

/** Waits until the build answers, and says how it ended. @param end ms since 1970 */
export async function awaited({ waitFor, clock, timeoutSeconds, tag }: DeliverProps, end: number): Promise<Delivered> {
  if (!waitFor)
    return { status: "delivered", lines: [`${tag} is in the repository; no address was given to wait for`] };
  const { isThere, text } = await alone(waitFor, end, clock);
  if (isThere) return { status: "delivered", lines: [`${tag} answers: ${text}`], answered: text };
  const line = `expected ${waitFor.expected} alone within ${timeoutSeconds} s: ${text}. Argo CD says why: argocd app get, or kubectl -n argocd get applications`;
  return { status: "waiting", lines: [line] };
}

/** Commits the tag of the build to a file. False if the file has it already. @throws {UserError} */
export async function change(checkout: Checkout, { image, tag, run }: DeliverProps, file: string, title: string) {
  const path = join(checkout.folder, file);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new UserError(`${file}: expected this file in the GitOps repository (examples/gitops shows one), found none`);
  }
  writeFileSync(path, withTag(file, text, image, tag));
  return checkout.commit(file, run ? `${title}\n\n${trailer}: ${run.workflow} ${run.number}` : title);
}
