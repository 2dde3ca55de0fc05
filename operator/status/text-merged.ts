import { groupBy } from "../preflight/look/grouped";
import type { StatusFinding } from "./finding";

/** Entries of a topic that are shown in a section: more are counted. */
const mostEntries = 12;

/** Commands that take several stacks. */
const ofStacks = /^(npm run (?:drift|plan|deploy) --) (\S+)((?: --\w+)*)$/;

/** Findings about stacks that differ by the stack alone, as one: what one cause makes of twenty stacks is one line. */
export function merged(findings: readonly StatusFinding[]): StatusFinding[] {
  return [...groupBy(findings, keyOf).values()].map((of) => {
    const [first] = of as [StatusFinding];
    if (of.length === 1) return first;
    const stacks = of.flatMap((one) => one.stacks);
    const command = first.command?.replace(ofStacks, `$1 ${stacks.join(" ")}$3`);
    return { ...first, stacks, ...(command && { command }) };
  });
}

function keyOf(finding: StatusFinding): string {
  const { topic, detail, command = "", stacks, subject } = finding;
  const [, begin, id, end] = ofStacks.exec(command) ?? [];
  const isAlike = subject === "" && stacks.length === 1 && id === stacks[0];
  return JSON.stringify(isAlike ? [topic, detail, begin, end] : [finding]);
}

/** The first findings of each topic, and how many were left out. */
export function most(findings: readonly StatusFinding[]): { shown: StatusFinding[]; left: number } {
  const shown = [...groupBy(findings, ({ topic }) => topic).values()].flatMap((of) => of.slice(0, mostEntries));
  return { shown, left: findings.length - shown.length };
}
