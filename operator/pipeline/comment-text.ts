import { code } from "../plan/markdown/escape";
import { mostBytes } from "../plan/markdown/fitted";
import type { LookedOf } from "./looked";
import { markdownOf } from "./looked-text";

/** Bytes that are kept for what is said around the plans. */
const around = 4000;

export interface CommentText {
  readonly marker: string;
  /** The most characters of the whole. */
  readonly most: number;
  /** Environments that are affected. @default - those that were planned */
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
  const missing = (expected ?? []).filter((name) => !plans.some((plan) => plan.name === name));
  const room = Math.min(mostBytes, Math.floor((most - around) / Math.max(plans.length, 1)));
  const sections = plans.map((plan) => `# ${plan.name}\n\n${withoutMarker(markdownOf(plan, room))}`);
  const at = commit ? ` at ${code(commit.slice(0, 12))}` : "";
  return [
    marker,
    ...(plans.length > 0 || missing.length > 0
      ? [`Planned by [this run](${run})${at}.`]
      : [nothingText(expected, run)]),
    ...(missing.length > 0
      ? [
          `**Not planned: ${missing.map(code).join(", ")}.** The job has not run, such as one that waits for an approval, or it failed.`,
        ]
      : []),
    ...(later.length > 0
      ? [
          `**Planned in no pull request: ${later.map(code).join(", ")}.** \`npm run init:workflows\` says why; look at the plan where it is deployed.`,
        ]
      : []),
    ...sections,
  ].join("\n\n");
}

/** Only who knows that nothing is affected can say so: the folder is empty as well where every job failed. */
const nothingText = (expected: readonly string[] | undefined, run: string): string =>
  expected
    ? "No stack is affected."
    : `No plan was made: no stack is affected, or the jobs of [this run](${run}) failed.`;

/** A document that is a part of a comment is not found by its own first line. */
const withoutMarker = (markdown: string): string => markdown.replace(/^<!-- [^\n]* -->\n+/, "").trimEnd();
