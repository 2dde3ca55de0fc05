import type { Affected } from "../affected/compare";
import { code, idsText, table } from "../plan/markdown/escape";

/** What a change affects that a pipeline plans: not what is gone, and not what only runs on a person's machine. */
export function toPlan(stacks: readonly Affected[], emulated: readonly string[]): readonly Affected[] {
  return stacks.filter(({ stack, change }) => (change === "changed" || change === "new") && !emulated.includes(stack));
}

/** Environments of stacks, each once, in their order. */
export const environmentsOf = (stacks: readonly Pick<Affected, "environment">[]): string[] => [
  ...new Set(stacks.map(({ environment }) => environment)),
];

/** The summary of a run: what is affected, and why, in a row for each stack. */
export function affectedMarkdown(stacks: readonly Affected[], mistakes: readonly string[]): string {
  const rows = stacks.map(
    ({ stack, environment, change, why }) =>
      `| ${code(stack)} | ${code(environment)} | ${change} | ${why.slice(0, 3).map(reasonText).join("; ")}${why.length > 3 ? `; and ${why.length - 3} more` : ""} |`,
  );
  const broken = [...new Set(stacks.filter(({ change }) => change === "broken").map(({ stack }) => stack))];
  return [
    `## Affected: ${stacks.length === 0 ? "no stack" : `${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}`}`,
    ...(rows.length > 0 ? [table("| stack | environment | what | why |", rows)] : []),
    ...(broken.length > 0 ? [`**Not compared, because they cannot be built:** ${idsText(broken)}`] : []),
    ...(mistakes.length > 0
      ? [
          mistakes
            .slice(0, 10)
            .map((line) => `- ${code(line)}`)
            .join("\n"),
        ]
      : []),
  ].join("\n\n");
}

function reasonText(reason: Affected["why"][number]): string {
  if ("text" in reason) return code(reason.stack ? `${reason.stack}: ${reason.text}` : reason.text);
  return code("line" in reason ? `${reason.file}:${reason.line}: ${reason.setting}` : reason.file);
}
