import { UserError } from "../process/user-error";
import { inClone, type Remote } from "./git";
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
  const had = await inClone({ remote, base, commits: "all" }, async (checkout) =>
    (await checkout.textsOf(file)).map(({ commit, text }) => ({ commit, ...(text ? readTag(text) : {}) })),
  );
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
  const next = had[at - 1];
  if (next?.tag && had.slice(at + 1).some((one) => one.tag === next.tag)) {
    throw new UserError(
      `${file} on ${base}: commit ${next.commit.slice(0, 12)} took ${tag} back to ${next.tag}: what staging took back does not go on`,
    );
  }
  return { repository, digest };
}
