import { z } from "zod";
import { isOwn, writtenShape } from "./author";
import type { GitHub } from "./client";
import { orNothing } from "./or-nothing";
import type { Repository } from "./run";

const comment = z.object({ ...writtenShape, id: z.number() });
const nothing = z.unknown();
const comments = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const one = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

export interface OneComment {
  readonly repository: Repository;
  readonly pullRequest: number;
  /** The first line of the text. */
  readonly marker: string;
  readonly body: string;
  /** Who the token writes as. */
  readonly author: string;
}

/** Writes the one comment with a marker: makes it, or writes it again. Two runs at once leave one. */
export async function writeComment(gitHub: GitHub, props: OneComment): Promise<"made" | "updated" | "unchanged"> {
  const { repository, body } = props;
  const [first, ...more] = await ownComments(gitHub, props);
  if (first === undefined) return make(gitHub, props);
  await remove(gitHub, repository, more);
  if (first.body === body) return "unchanged";
  const patched = await orNothing(gitHub.call(`PATCH ${one}`, { ...repository, comment_id: first.id, body }, comment));
  // Nothing: someone has deleted it meanwhile.
  return patched ? "updated" : make(gitHub, props);
}

/** Makes the comment. Where another run has made one at the same time, the older one gets the text, and the newer ones go. */
async function make(gitHub: GitHub, props: OneComment): Promise<"made" | "updated"> {
  const { repository, pullRequest, body } = props;
  const made = await gitHub.call(`POST ${comments}`, { ...repository, issue_number: pullRequest, body }, comment);
  const [first, ...more] = await ownComments(gitHub, props);
  if (first === undefined || first.id === made.id) {
    await remove(gitHub, repository, more);
    return "made";
  }
  await gitHub.call(`PATCH ${one}`, { ...repository, comment_id: first.id, body }, nothing);
  await remove(gitHub, repository, more);
  return "updated";
}

/** The author's comments with the marker, the oldest first. */
async function ownComments(gitHub: GitHub, { repository, pullRequest, marker, author }: OneComment) {
  const all = await gitHub.list(`GET ${comments}`, { ...repository, issue_number: pullRequest }, comment);
  return all.filter((of) => isOwn(of, marker, author)).sort((a, b) => a.id - b.id);
}

async function remove(gitHub: GitHub, repository: Repository, some: readonly { readonly id: number }[]): Promise<void> {
  for (const { id } of some) {
    await orNothing(gitHub.call(`DELETE ${one}`, { ...repository, comment_id: id }, nothing));
  }
}

/** The newest commit of a pull request's branch. */
export async function headOf(gitHub: GitHub, repository: Repository, pullRequest: number): Promise<string> {
  const answer = z.object({ head: z.object({ sha: z.string() }) });
  const parameters = { ...repository, pull_number: pullRequest };
  return (await gitHub.call("GET /repos/{owner}/{repo}/pulls/{pull_number}", parameters, answer)).head.sha;
}
