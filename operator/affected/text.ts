import type { Found } from "./affected";
import type { Affected, Change } from "./compare";
import type { Reason } from "./why";

/** How many reasons a stack has in the text; `--json` has all. */
const shown = 8;

const titles: readonly (readonly [Change, string])[] = [
  ["changed", "Affected"],
  ["new", "New"],
  ["gone", "Gone: destroy them, if they are deployed"],
  ["may be affected", "May be affected: their files are the same"],
];

/** What a person reads: each group of stacks, with why. What is wrong with those that cannot be built is in the mistakes. */
export function affectedText({ commit, stacks }: Pick<Found, "commit" | "stacks">): string {
  const broken = stacks.filter(({ change }) => change === "broken").map(({ stack }) => stack);
  const groups = titles.flatMap(([change, title]) => {
    const of = stacks.filter((one) => one.change === change);
    return of.length > 0 ? [[`${title}:`, ...of.flatMap((one) => stackLines(one))].join("\n")] : [];
  });
  if (broken.length > 0) groups.push(`Not compared, because they cannot be built:\n  ${broken.join(", ")}`);
  return groups.join("\n\n") || `No stack differs from ${commit.slice(0, 7)}`;
}

function stackLines({ stack, why }: Affected): string[] {
  const lines = why.slice(0, shown).map((reason) => `    ${reasonText(reason)}`);
  const more = why.length > shown ? [`    and ${why.length - shown} more (--json has them)`] : [];
  return [`  ${stack}`, ...lines, ...more];
}

function reasonText(reason: Reason): string {
  if ("text" in reason) return reason.stack ? `${reason.stack}: ${reason.text}` : reason.text;
  if (!("line" in reason)) return reason.file;
  const { file, line, setting, before, now } = reason;
  const values = before === undefined && now === undefined ? "" : `: ${before ?? "(none)"} → ${now ?? "(none)"}`;
  return `${file}:${line}: ${setting}${values}`;
}
