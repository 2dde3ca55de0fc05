import { UserError } from "../process/user-error";
import { inClone } from "./git";
import type { Remote } from "./git-environment";
import { type Image, readTag, valuesOf } from "./values";

export interface StagedProps {
  readonly remote: Remote;
  /** The branch that Argo CD follows. */
  readonly base: string;
  /** Name of the image, without tag and digest. */
  readonly repository: string;
  /** What staging calls the build: `sha-…` of its commit. */
  readonly tag: string;
}

/**
 * The build that staging had by this tag, by its digest: what production gets. The history of staging's values file is the log of its
 * deliveries.
 * @throws {UserError} where staging never had it, and where it went back from it to an earlier build
 */
export async function stagedImage({ remote, base, repository, tag }: StagedProps): Promise<Image> {
  const file = valuesOf("staging");
  const versions = await inClone({ remote, base }, (checkout) => checkout.versionsOf(file));
  const had = versions.map(({ commit, text }) => ({ commit, ...(text ? readTag(text) : {}) }));
  const at = had.findIndex((one) => one.repository === repository && one.tag?.startsWith(`${tag}@`));
  const [now, found] = [had[0], had[at]];
  if (!found?.tag) {
    const last = now?.tag ? `${now.repository}:${now.tag}` : "no image";
    throw new UserError(
      `${file} on ${base}: expected ${repository}:${tag}@sha256:… in it or its history, found ${last} now: deliver this commit to staging first`,
    );
  }
  const digest = found.tag.slice(tag.length + 1);
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new UserError(`${file} on ${base}: expected ${tag} with its digest (@sha256:…), found ${found.tag}`);
  }
  const earlier = new Set(had.slice(at + 1).flatMap((one) => one.tag ?? []));
  const back = had.slice(0, at).find((one) => one.tag !== undefined && earlier.has(one.tag));
  if (back) {
    throw new UserError(
      `${file} on ${base}: commit ${back.commit.slice(0, 12)} went back to ${back.tag}, from before ${tag}: what staging took back does not go on`,
    );
  }
  return { repository, digest };
}
