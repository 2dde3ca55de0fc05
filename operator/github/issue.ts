import { z } from "zod";
import { isOwn, writtenShape } from "./author";
import type { GitHub } from "./client";
import { orNothing } from "./or-nothing";
import type { Repository } from "./run";

const issue = z.object({ ...writtenShape, number: z.number(), pull_request: z.unknown().optional() });
const nothing = z.unknown();
const issues = "/repos/{owner}/{repo}/issues";
const one = `${issues}/{issue_number}`;

export type Issue = z.infer<typeof issue>;

export interface OneIssue {
  readonly repository: Repository;
  /** By it the issue is found; made where the repository has no such label. */
  readonly label: string;
  /** The first line of the text. */
  readonly marker: string;
  /** Who the token writes as. */
  readonly author: string;
}

/** What an issue is to be. */
export interface Wanted {
  readonly title: string;
  /** Its first line is the marker. */
  readonly body: string;
  /** What is said in a comment, by the issue that is there: nothing where it says all. */
  readonly comment: (before: Issue) => string | undefined;
}

/** Opens the one issue, or writes it again; a closed one is opened again, so that what was said of it before is in one place. */
export async function openIssue(
  gitHub: GitHub,
  props: OneIssue,
  wanted: Wanted,
): Promise<{ readonly is: "opened" | "reopened" | "updated"; readonly number: number }> {
  const { repository, label } = props;
  const { title, body } = wanted;
  const open = await newest(gitHub, props, "open");
  const known = open ?? (await newest(gitHub, props, "closed"));
  if (known) {
    const parameters = { ...repository, issue_number: known.number, title, body, state: "open" };
    await gitHub.call(`PATCH ${one}`, parameters, nothing);
    await say(gitHub, repository, known, wanted.comment(known));
    return { is: open ? "updated" : "reopened", number: known.number };
  }
  await makeLabel(gitHub, props);
  const made = await gitHub.call(`POST ${issues}`, { ...repository, title, body, labels: [label] }, issue);
  const first = (await own(gitHub, props, "open")).at(-1);
  if (first === undefined || first.number >= made.number) return { is: "opened", number: made.number };
  // Another run has opened one at the same time.
  const closed = { ...repository, issue_number: made.number, state: "closed", state_reason: "not_planned" };
  await gitHub.call(`PATCH ${one}`, closed, nothing);
  await gitHub.call(`PATCH ${one}`, { ...repository, issue_number: first.number, title, body }, nothing);
  return { is: "updated", number: first.number };
}

/** Closes the issue, if it is open. @returns its number */
export async function closeIssue(gitHub: GitHub, props: OneIssue, body: string, comment: string) {
  const { repository } = props;
  const open = await own(gitHub, props, "open");
  for (const known of open) {
    await say(gitHub, repository, known, comment);
    const parameters = { ...repository, issue_number: known.number, body, state: "closed", state_reason: "completed" };
    await gitHub.call(`PATCH ${one}`, parameters, nothing);
  }
  return open[0]?.number;
}

/** The issues that are open, the newest first: one, but for two runs at the same time. */
export const openIssues = (gitHub: GitHub, props: OneIssue): Promise<Issue[]> => own(gitHub, props, "open");

async function newest(gitHub: GitHub, props: OneIssue, state: "open" | "closed"): Promise<Issue | undefined> {
  return (await own(gitHub, props, state))[0];
}

/** The author's issues with label and marker, the newest first. */
async function own(gitHub: GitHub, { repository, label, marker, author }: OneIssue, state: string): Promise<Issue[]> {
  const parameters = { ...repository, labels: label, state, sort: "created", direction: "desc" };
  const found = await gitHub.list(`GET ${issues}`, parameters, issue, 10);
  return found.filter((of) => of.pull_request === undefined && isOwn(of, marker, author));
}

async function say(gitHub: GitHub, repository: Repository, { number }: Issue, body: string | undefined): Promise<void> {
  if (body === undefined) return;
  await gitHub.call(`POST ${one}/comments`, { ...repository, issue_number: number, body }, nothing);
}

/** GitHub leaves a label out that the one who opens an issue may not make: then the issue would not be found again. */
async function makeLabel(gitHub: GitHub, { repository, label }: OneIssue): Promise<void> {
  const route = "GET /repos/{owner}/{repo}/labels/{name}";
  const there = await orNothing(gitHub.call(route, { ...repository, name: label }, z.object({ name: z.string() })));
  if (!there) await gitHub.call("POST /repos/{owner}/{repo}/labels", { ...repository, name: label }, nothing);
}
