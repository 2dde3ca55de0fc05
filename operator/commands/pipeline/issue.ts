import { authorOf, markerOf, mostCharacters } from "../../github/author";
import { gitHub } from "../../github/client";
import { closeIssue, openIssue } from "../../github/issue";
import { thisRun } from "../../github/run";
import { print } from "../../operations/command-output";
import { changeText, issueText, listedIn, type Subject, subjects } from "../../pipeline/issue-text";
import { readLooked } from "../../pipeline/looked";
import { UserError } from "../../process/user-error";

interface IssueOptions {
  readonly from: string;
  /** Ids of the stacks that were to be looked at. */
  readonly expect?: readonly string[];
  readonly as?: string;
}

/**
 * Opens, updates or closes the one issue of a look. What could not be looked at is listed like what was found: the issue stays open.
 * @throws {UserError} where no job wrote anything: then nothing is known
 */
export async function issue(subject: Subject, { from, expect, as }: IssueOptions): Promise<void> {
  const documents = readLooked(from, subject);
  if (documents.length === 0 && !expect?.length)
    throw new UserError(`${from}: expected what \`look ${subject}\` writes, found nothing: the issue stays as it is`);
  const { repository, url } = thisRun();
  const api = await gitHub();
  const author = await authorOf(api, as);
  const { label, title } = subjects[subject];
  const marker = markerOf(subject);
  const items = listedIn(documents, expect);
  const body = issueText(documents, { marker, most: mostCharacters, items, run: url });
  const props = { repository, label, marker, author };
  if (items.length === 0) {
    const closed = await closeIssue(api, props, body, `Nothing is left: [this run](${url}).`);
    print(closed === undefined ? `${subject}: nothing, and no issue is open` : `${subject}: issue #${closed} closed`);
    return;
  }
  const { is, number } = await openIssue(api, props, {
    title,
    body,
    comment: (before) => changeText(before.body ?? "", items),
  });
  print(`${subject}: issue #${number} ${is}, ${items.length} listed`);
}
