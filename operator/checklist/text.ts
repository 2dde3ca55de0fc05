import type { Checked, When } from "./item";
import { titles } from "./lists";

/** The lists as Markdown: `[x]` it is so, `[!]` it is not so, `[ ]` a person looks. */
export function checklistText(stack: string, checked: readonly Checked[]): string {
  const whens = [...new Set(checked.map(({ when }) => when))];
  const parts = whens.map((when: When) => {
    const lines = checked.filter((item) => item.when === when).flatMap(lineOf(stack));
    return [`## ${titles[when]}`, "", ...lines].join("\n");
  });
  const count = (mark: string) => checked.filter((item) => item.mark === mark).length;
  const sum = `${count("x")} are so, ${count("!")} are not, ${count(" ")} are for a person to see.`;
  return [`# Checklist of ${stack}`, ...parts, sum].join("\n\n");
}

const lineOf =
  (stack: string) =>
  ({ mark, text, how, evidence }: Checked): string[] => [
    `- [${mark}] ${text}${evidence && `: ${evidence}`}`,
    ...(mark === "x" ? [] : [`      ${how.replaceAll("<stack>", stack)}`]),
  ];
