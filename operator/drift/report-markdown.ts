import { code as asReferences } from "../plan/markdown/escape";
import type { AcceptedState } from "./accept";
import { drifted, type Found, gone, type StackDrift } from "./report";
import { strayTexts, titles } from "./report-text";

/** An issue holds 65,536 characters (GitHub's limit for its body); the rest is for what others add. */
const mostCharacters = 60_000;
/** Longest value in a table. */
const mostOfValue = 160;

/** A stack that could not be compared. */
export interface Failed {
  readonly stack: string;
  readonly error: string;
}

/** What was found of all stacks, for an issue in a tracker: errors and drift first, what raises no alarm folded. At most 60,000 characters. */
export function driftMarkdown(
  drifts: readonly StackDrift[],
  failed: readonly Failed[],
  { expired, warnings }: AcceptedState,
): string {
  const alarmed = drifts.filter(({ status }) => status === "drift");
  const none = drifts.filter(({ status }) => status === "none");
  const never = drifts.filter(({ status }) => status === "not deployed");
  const parts = [
    `# Drift: ${alarmed.length} of ${drifts.length + failed.length} stacks${failed.length > 0 ? `, ${failed.length} not compared` : ""}`,
    ...failed.map(({ stack, error }) => `## ${stack}: not compared\n\n${fenced(error)}`),
    ...(expired.length > 0 ? [`## Accepted drift whose day has passed\n\n${bullets(expired)}`] : []),
    ...alarmed.map((drift) => `## ${drift.stack}: ${drifted(drift).length} drifted\n\n${body(drift)}`),
    ...(warnings.length > 0 ? [`## Warnings\n\n${bullets(warnings)}`] : []),
    ...none.flatMap((drift) => {
      const more = apart(drift);
      return more ? [`## ${drift.stack}: no drift\n\n${more}`] : [];
    }),
    ...(none.length > 0 ? [`No drift: ${none.map(({ stack }) => stack).join(", ")}`] : []),
    ...(never.length > 0 ? [`Not deployed: ${never.map(({ stack }) => stack).join(", ")}`] : []),
  ];
  return withinLimit(parts);
}

function body(drift: StackDrift): string {
  const alarms = drift.found.filter(({ kind }) => kind === "drift");
  return [table(["resource", "attribute", "written", "found"], alarms.map(cells)), apart(drift)]
    .filter(Boolean)
    .join("\n\n");
}

const cells = ({ address, attribute, before, after }: Found): string[] =>
  attribute === gone
    ? [code(address), "**gone**", "", ""]
    : [code(address), code(attribute), code(before), code(after)];

/** What raises no alarm, folded. */
function apart(drift: StackDrift): string {
  const sections = [
    ...titles.map(([kind, title]) => {
      const found = drift.found.filter((one) => one.kind === kind);
      const rows = found.map((one) => [...cells(one), text(one.why ?? "")]);
      return folded(title, found.length, table(["resource", "attribute", "written", "found", "why"], rows));
    }),
    folded(
      "in this checkout and not deployed",
      drift.undeployed.length,
      bullets(drift.undeployed.map(({ action, address }) => `${action} ${code(address)}`)),
    ),
    folded(
      `tagged \`Stack=${drift.stack}\` and in no state`,
      drift.strays.length,
      bullets(strayTexts(drift).map(text)),
    ),
  ];
  return [...drift.notes.map(text), ...sections].filter(Boolean).join("\n\n");
}

function folded(title: string, count: number, content: string): string {
  return count === 0 ? "" : `<details><summary>${title} (${count})</summary>\n\n${content}\n\n</details>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const bullets = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join("\n");

/** A value on one line of a table, where it is shown as it is. */
function code(value: string): string {
  const shown = value.length > mostOfValue ? `${value.slice(0, mostOfValue)}…` : value;
  // A table takes two backslashes for one, and the pipe after them for the end of the cell.
  if (shown.includes("\\|")) return asReferences(shown);
  const line = shown.replace(/\s+/g, " ").replaceAll("|", "\\|");
  const ticks = "`".repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const space = /^`|`$/.test(line) ? " " : "";
  return line === "" ? "" : `${ticks}${space}${line}${space}${ticks}`;
}

/** A text in which nothing is taken for Markdown, HTML or a person's name. */
function text(value: string): string {
  return value
    .replace(/\s+/g, " ")
    .replace(/[\\|<>*_[\]#]/g, "\\$&")
    .replaceAll("@", "@\u200b");
}

function fenced(value: string): string {
  const ticks = "`".repeat(Math.max(3, ...[...value.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${ticks}\n${value.trimEnd()}\n${ticks}`;
}

/** The parts that fit; the rest is named by its number. */
function withinLimit(parts: readonly string[]): string {
  const kept: string[] = [];
  let left = mostCharacters - 200;
  for (const [index, part] of parts.entries()) {
    if (part.length + 2 > left) {
      kept.push(
        `${parts.length - index} more parts do not fit into ${mostCharacters} characters: \`npm run drift -- --json\` has all.`,
      );
      break;
    }
    kept.push(part);
    left -= part.length + 2;
  }
  return kept.join("\n\n");
}
