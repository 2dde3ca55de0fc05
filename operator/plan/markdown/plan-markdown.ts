import { doneText, interruptions } from "../plan-effects";
import type { StackPlan } from "../stack-plan";
import { code, fenced, idsText, sizeOf, table } from "./escape";
import { errorLines, failedSection } from "./failed-section";
import { fitted, mostBytes } from "./fitted";
import { sectionText } from "./section-text";
import { givenNotes } from "./stack-notes";
import { type StackSection, stackSection } from "./stack-section";

/** What came of planning one stack. */
export interface PlannedStack {
  readonly id: string;
  /** Absent where the stack could not be planned. */
  readonly plan?: StackPlan;
  readonly error?: string;
}

export interface PlansMarkdownOptions {
  /** Sets the comments of one pull request apart, e.g. one for each environment. @default - there is one */
  readonly marker?: string | undefined;
  /** The commit that was planned. @default - not said */
  readonly commit?: string | undefined;
  /** The most bytes. @default 60 KiB */
  readonly most?: number;
}

/**
 * Plans for people who review them, e.g. as a comment of a pull request: what is destroyed and replaced first, a table for each stack,
 * values folded. What is left out for length is said. The first line is the same each time, so that the comment is found.
 * No text in it can break its layout or mention anyone, and no sensitive value is in it.
 */
export function plansMarkdown(stacks: readonly PlannedStack[], options: PlansMarkdownOptions = {}): string {
  const changed = stacks.flatMap(({ plan }) => (plan?.hasChanges ? [plan] : []));
  const unchanged = stacks.flatMap(({ plan }) => (plan && !plan.hasChanges ? [plan] : []));
  const failed = stacks.flatMap(({ id, plan, error = "" }) => (plan ? [] : [failedSection(id, error)]));
  const sections = [
    ...changed.sort((a, b) => danger(b) - danger(a)).map((plan) => stackSection(plan, overviewOf(plan))),
    ...failed,
  ];
  const first = [
    markerLine(options.marker),
    `## Plan: ${titleText(changed, failed.length, stacks.length)}`,
    ...(options.commit ? [`Planned at ${code(options.commit)}.`] : []),
  ];
  const last = unchanged.length > 0 ? [unchangedText(unchanged)] : [];
  const text = (shown: readonly StackSection[], has: Parameters<typeof sectionText>[1]) => {
    const left = sections.slice(shown.length).map(({ id }) => id);
    const more = `**${left.length} more stacks change or failed, and are left out for length:** ${idsText(left)}`;
    const blocks = [
      ...first,
      ...overviewText(shown),
      ...(left.length > 0 ? [more] : []),
      ...shown.map((section) => sectionText(section, has)),
      ...last,
    ];
    return `${blocks.join("\n\n")}\n`;
  };
  return fitted({ sections, render: text }, options.most ?? mostBytes);
}

/** The same place for an error that came before any plan: the comment of the plan before must not stay. */
export function failureMarkdown(error: string, options: PlansMarkdownOptions = {}): string {
  return `${[markerLine(options.marker), "## Plan: failed", fenced(errorLines(error))].join("\n\n")}\n`;
}

const markerLine = (marker?: string) => `<!-- multicloud-stacks:plan${marker ? `:${marker}` : ""} -->`;

const isGone = ({ action }: StackPlan["changes"][number]) => action === "delete" || action === "replace";

/** The more it destroys, the further up. */
function danger({ changes }: StackPlan): number {
  return changes.filter(isGone).length * 1e6 + interruptions(changes).length * 1e3 + Math.min(changes.length, 999);
}

function titleText(changed: readonly StackPlan[], failed: number, all: number): string {
  const of = `${changed.length} of ${all} ${all === 1 ? "stack" : "stacks"}`;
  const parts = [
    ...(changed.length > 0 ? [`${summary(changed.flatMap(({ changes }) => changes))} in ${of}`] : []),
    ...(failed > 0 ? [`${failed} of ${all} could not be planned`] : []),
  ];
  return parts.join("; ") || "no changes";
}

/** As a plan's text sums up, with what is destroyed and replaced first. */
function summary(changes: StackPlan["changes"]): string {
  const parts = [changes.filter(isGone), changes.filter((change) => !isGone(change))].map(doneText);
  return parts.filter(Boolean).join(", ") || "only outputs change";
}

function overviewOf({ changes }: StackPlan): string {
  return `${summary(changes)}${interruptions(changes).length > 0 ? "; **may interrupt service**" : ""}`;
}

/** One row for each stack, where there are several. */
function overviewText(sections: readonly StackSection[]): string[] {
  if (sections.length < 2) return [];
  const rows = sections.map(({ id, overview }) => `| ${id} | ${overview} |`);
  return [table("| stack | plan |", rows)];
}

function unchangedText(plans: readonly StackPlan[]): string {
  const given = plans.flatMap((plan) => givenNotes(plan).map((note) => `${plan.id}: ${note}`));
  const notes = given.join("\n\n");
  const few = sizeOf(notes) > mostBytes / 10 ? "What `--settings` and the environment say of them is left out." : notes;
  return [`No changes: ${idsText(plans.map(({ id }) => id))}.`, few].filter(Boolean).join("\n\n");
}
