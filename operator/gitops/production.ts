import type { GitHub } from "../github/client";
import { UserError } from "../process/user-error";
import { awaited, change, type Delivered, type DeliverProps } from "./delivery";
import { inClone, type Version } from "./git";
import { pullRequestNow, pullRequestOf } from "./pull-request";
import { readTag, tagOf, valuesOf } from "./values";
import { until } from "./wait";

/**
 * Production: a branch `deploy-prod-<tag>` with the tag, and a pull request of it (document 003). A second call goes on with the pull
 * request that is there. Then it waits for the merge, and for the build.
 * @param mayGo throws where the build may not go to production; called before it is proposed
 */
export async function deliverProduction(
  gitHub: GitHub,
  props: DeliverProps,
  mayGo: () => void = () => {},
): Promise<Delivered> {
  const { owner, repo, base, tag, image, say, clock } = props;
  const end = clock.now() + props.timeoutSeconds * 1000;
  const branch = `deploy-prod-${tag}`;
  const file = valuesOf("production");
  let isNewestPatch = true;
  const isThere = await inClone(props, async (checkout) => {
    isNewestPatch = isNewest(tag, await checkout.versionsOf(file));
    if (!(await change(checkout, props, file, `Deploy ${tag} to production`))) return true;
    const found = await checkout.fileOf(branch, file);
    if (found?.includes(tagOf(image, tag))) return false;
    if (found !== undefined) {
      throw new UserError(
        `${branch} exists with another image in ${file}: a tag names one build; delete the branch, or use a new tag`,
      );
    }
    mayGo();
    if (await checkout.push(branch)) return false;
    throw new UserError(`${branch} was pushed by someone else in the meantime: look at it, then try again`);
  });
  if (isThere) {
    say(`${file} on ${base} has ${tag} already`);
    return { ...(await awaited(props, end)), isNewestPatch };
  }
  const title = `Deploy ${tag} to Production`;
  const body = `Automated production deployment for release ${tag}.\n\nImage: \`${image.repository}@${image.digest}\``;
  const pullRequest = await pullRequestOf(gitHub, { owner, repo, branch, base, title, body });
  if (pullRequest.state === "merged") {
    throw new UserError(
      `${pullRequest.url} was merged, and ${file} on ${base} has another tag than ${tag} since: to go back, revert the later commit there`,
    );
  }
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
  return { ...(await awaited(props, end)), pullRequest: decided, isNewestPatch };
}

/** Whether no later patch of the same minor version was in production: `1.2` goes forward only. */
function isNewest(tag: string, versions: readonly Version[]): boolean {
  const [major, minor, patch] = partsOf(tag);
  const had = versions.map(({ text }) => partsOf((text && readTag(text).tag) ?? ""));
  return !had.some((one) => one[0] === major && one[1] === minor && Number(one[2]) > Number(patch));
}

const partsOf = (tag: string): readonly string[] => /^v(\d+)\.(\d+)\.(\d+)(?:@|$)/.exec(tag)?.slice(1) ?? [];
