import { code } from "../plan/markdown/escape";
import { mostBytes } from "../plan/markdown/fitted";
import { type LookedOf, unlookedIn } from "./looked";
import { markdownOf } from "./looked-text";

/** Bytes that are kept for the headings of the plans. */
const around = 4000;

export interface CommentText {
  readonly marker: string;
  /** The most characters of the whole. */
  readonly most: number;
  /** Ids of affected stacks that a pull request plans. @default - those that were planned */
  readonly expected?: readonly string[] | undefined;
  /** Ids of affected stacks that no pull request plans. */
  readonly later: readonly string[];
  /** Address of the run. */
  readonly run: string;
  /** The newest commit of the pull request. */
  readonly commit?: string | undefined;
}

/** The comment of a pull request: the plans of all environments, each as long as there is room for it. */
export function commentText(plans: readonly LookedOf<"plan">[], props: CommentText): string {
  const { marker, most, expected, later, run, commit } = props;
  const missing = unlookedIn(plans, expected);
  const at = commit ? ` at ${code(commit.slice(0, 12))}` : "";
  const head = [
    marker,
    ...(plans.length > 0 || missing.length > 0 || later.length > 0
      ? [`Planned by [this run](${run})${at}.`]
      : [nothingText(expected, run)]),
    ...(missing.length > 0
      ? [
          `**Not planned: ${some(missing)}.** The job has not run, such as one that waits for an approval, or it failed.`,
        ]
      : []),
    ...(later.length > 0
      ? [
          `**Planned in no pull request: ${some(later)}.** \`npm run init:workflows\` says why; look at the plan where it is deployed.`,
        ]
      : []),
  ].join("\n\n");
  const room = Math.min(mostBytes, Math.floor((most - around - head.length) / Math.max(plans.length, 1)));
  return [head, ...plans.map((plan) => `# ${plan.name}\n\n${withoutMarker(markdownOf(plan, room))}`)].join("\n\n");
}

/** The most ids that a list has: they take the room of the plans. */
const mostIds = 100;

const some = (ids: readonly string[]): string =>
  ids.slice(0, mostIds).map(code).join(", ") + (ids.length > mostIds ? ` and ${ids.length - mostIds} more` : "");

/** Only who knows that nothing is affected can say so: the folder is empty as well where every job failed. */
const nothingText = (expected: readonly string[] | undefined, run: string): string =>
  expected
    ? "No stack is affected."
    : `No plan was made: no stack is affected, or the jobs of [this run](${run}) failed.`;

/** A document that is a part of a comment is not found by its own first line. */
const withoutMarker = (markdown: string): string => markdown.replace(/^<!-- [^\n]* -->\n+/, "").trimEnd();
