import { formatMistake, type Mistake } from "../../settings/mistake";

/** A mistake in the settings of a stack. */
export type SettingsMistake = Mistake & { readonly stack: string };

/** What a stack's own code refused. */
export interface BuildMistake {
  readonly stack: string;
  readonly problem: string;
}

/** Why a stack was left out. */
export type StackMistake = SettingsMistake | BuildMistake;

/** How many stacks a line names. */
const named = 4;

/** What is wrong, without the stack. */
export const mistakeText = (mistake: StackMistake): string =>
  "file" in mistake ? formatMistake(mistake) : mistake.problem;

/** One line for each mistake, with the stacks that it concerns: `aws-dev, aws-prod: file:line: path: …`. */
export function mistakeLines(mistakes: readonly StackMistake[]): string[] {
  const stacks = new Map<string, string[]>();
  for (const mistake of mistakes) {
    const text = mistakeText(mistake);
    const concerned = stacks.get(text) ?? [];
    if (!concerned.includes(mistake.stack)) concerned.push(mistake.stack);
    stacks.set(text, concerned);
  }
  return [...stacks].map(([text, concerned]) => `${listed(concerned)}: ${text}`);
}

/** A line for each mistake of a stack, without its id. */
export function mistakesOf(id: string, details: readonly StackMistake[]): string {
  const lines = mistakeLines(details.filter(({ stack }) => stack === id));
  return lines.map((line) => line.slice(`${id}: `.length)).join("\n");
}

function listed(stacks: readonly string[]): string {
  if (stacks.length <= named) return stacks.join(", ");
  return `${stacks.slice(0, named - 1).join(", ")} and ${stacks.length - named + 1} more`;
}
