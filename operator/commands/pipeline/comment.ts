import { authorOf, markerOf, mostCharacters } from "../../github/author";
import { gitHub } from "../../github/client";
import { headOf, writeComment } from "../../github/comment";
import { thisRun } from "../../github/run";
import { print } from "../../operations/command-output";
import { commentText } from "../../pipeline/comment-text";
import { readLooked } from "../../pipeline/looked";
import { UserError } from "../../process/user-error";

interface CommentOptions {
  readonly from: string;
  /** Ids of the stacks that are affected. */
  readonly expect?: readonly string[];
  /** Ids of the stacks that no pull request plans. */
  readonly later?: readonly string[];
  readonly pullRequest?: number;
  readonly as?: string;
}

/** Writes the plans of a folder as the one comment of the pull request, unless its branch has a newer commit by now. */
export async function comment(options: CommentOptions): Promise<void> {
  const { from, expect, later = [], pullRequest, as } = options;
  const run = thisRun();
  const number = pullRequest ?? run.pullRequest;
  if (number === undefined) throw new UserError("expected a run of a pull request, or --pull-request <number>");
  const marker = markerOf("plans");
  const plans = readLooked(from, "plan");
  const { repository, head, url } = run;
  const api = await gitHub();
  if (head !== undefined) {
    const now = await headOf(api, repository, number);
    if (now !== head) {
      print(`#${number}: left as it is: these plans are of ${head.slice(0, 12)}, the branch is at ${now.slice(0, 12)}`);
      return;
    }
  }
  const known = {
    expected: expect?.filter((id) => !later.includes(id)),
    later: expect?.filter((id) => later.includes(id)) ?? [],
  };
  const body = commentText(plans, { marker, most: mostCharacters, ...known, run: url, commit: head });
  const author = await authorOf(api, as);
  const is = await writeComment(api, { repository, pullRequest: number, marker, body, author });
  print(`#${number}: comment ${is}`);
}
