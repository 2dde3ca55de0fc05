import { code, details, fenced, idsText, prose, table } from "../plan/markdown/escape";
import { errorLines } from "../plan/markdown/failed-section";
import { fitted, mostBytes, type Part } from "../plan/markdown/fitted";
import { groupBy } from "../preflight/look/grouped";
import type { AcceptedState } from "./accept";
import { drifted, type Found, gone, type StackDrift } from "./report";
import { strayTexts, titles } from "./report-text";

/** A stack that could not be compared. */
export interface Failed {
  readonly stack: string;
  readonly error: string;
}

/** What a document says under one heading: lines of a table, and what is below it. */
interface Section {
  readonly heading: string;
  readonly parts: readonly (Part & { readonly isRow?: true })[];
}

/** By rank: what went wrong, what drifted, and what raises no alarm. */
const ranks = { failed: 0, drift: 1, apart: 2 };

/**
 * What was found of all stacks, for an issue in a tracker: errors and drift first, what raises no alarm folded. What is left out for
 * length is said. @param most bytes @param emulated stacks that were left out, because the emulator has them
 */
export function driftMarkdown(
  drifts: readonly StackDrift[],
  failed: readonly Failed[],
  { expired, warnings }: AcceptedState,
  most = mostBytes,
  emulated: readonly string[] = [],
): string {
  const alarmed = drifts.filter(({ status }) => status === "drift");
  const none = drifts.filter(({ status }) => status === "none");
  const never = drifts.filter(({ status }) => status === "not deployed");
  const notCompared = failed.length > 0 ? `, ${failed.length} not compared` : "";
  const title = `# Drift: ${alarmed.length} of ${drifts.length + failed.length} stacks${notCompared}`;
  const sections = [
    ...failed.map(({ stack, error }) =>
      section(`## ${stack}: not compared`, ranks.failed, [fenced(errorLines(error))]),
    ),
    section("## Accepted drift whose day has passed", ranks.failed, bullets(expired.map(prose))),
    ...alarmed.map((drift) => ({
      heading: `## ${drift.stack}: ${drifted(drift).size} drifted`,
      parts: [...rowsOf(drift), ...section("", ranks.apart, apart(drift)).parts],
    })),
    section("## Warnings", ranks.drift, bullets(warnings.map(prose))),
    ...none.map((drift) => section(`## ${drift.stack}: no drift`, ranks.apart, apart(drift))),
  ].filter(({ parts }) => parts.length > 0);
  const last = [
    ...(none.length > 0 ? [`No drift: ${idsText(none.map(({ stack }) => stack))}`] : []),
    ...neverTexts(never),
    ...(emulated.length > 0 ? [`Left out, because the emulator has them: ${idsText(emulated)}`] : []),
  ];
  const render = (shown: readonly Section[], has: (part: Part) => boolean) => {
    const left = sections.length - shown.length;
    const more = left > 0 ? [leftOut(`${left} more stacks`)] : [];
    return [title, ...shown.flatMap((one) => sectionText(one, has)), ...more, ...last].join("\n\n");
  };
  return fitted({ sections, render }, most);
}

/** Stacks that are not deployed, by why they are taken for that. */
function neverTexts(never: readonly StackDrift[]): string[] {
  const byWhy = groupBy(never, ({ notes }) => notes.join("; "));
  return [...byWhy].map(([why, of]) => {
    const ids = idsText(of.map(({ stack }) => stack));
    return `Not deployed${why && `, because ${prose(why)}`}: ${ids}`;
  });
}

const section = (heading: string, rank: number, texts: readonly string[]): Section => ({
  heading,
  parts: texts.map((text) => ({ rank, text })),
});

function sectionText({ heading, parts }: Section, has: (part: Part) => boolean): string[] {
  const rows = parts.filter((part) => part.isRow && has(part)).map(({ text }) => text);
  const missing = parts.filter((part) => !has(part)).length;
  return [
    heading,
    ...(rows.length > 0 ? [table("| resource | attribute | written | found |", rows)] : []),
    ...(missing > 0 ? [leftOut(`${missing} of ${parts.length} parts`)] : []),
    ...parts.filter((part) => !part.isRow && has(part)).map(({ text }) => text),
  ];
}

const leftOut = (what: string) => `**Left out for length: ${what}.** \`npm run drift -- --json\` has all.`;

const rowsOf = ({ found }: StackDrift) =>
  found
    .filter(({ kind }) => kind === "drift")
    .map((one) => ({ rank: ranks.drift, text: `| ${cells(one).join(" | ")} |`, isRow: true as const }));

const cells = ({ address, attribute, before, after }: Found): string[] =>
  attribute === gone
    ? [code(address), "**gone**", "", ""]
    : [code(address), code(attribute), code(before), code(after)];

/** What raises no alarm, folded. */
function apart(drift: StackDrift): string[] {
  const { stack, found, undeployed, notes, straysUnknown } = drift;
  return [
    ...notes.map(prose),
    ...titles.flatMap(([kind, title]) => {
      const rows = found
        .filter((one) => one.kind === kind)
        .map((one) => `| ${[...cells(one), prose(one.why ?? "")].join(" | ")} |`);
      return folded(title, rows.length, [table("| resource | attribute | written | found | why |", rows)]);
    }),
    ...folded(
      "in this checkout and not deployed",
      undeployed.length,
      bullets(undeployed.map(({ action, address }) => `${action} ${code(address)}`)),
    ),
    ...(straysUnknown
      ? [`What carries its tag and is in no state: not looked up, ${prose(straysUnknown)}`]
      : folded(
          `tagged ${code(`Stack=${stack}`)} and in no state`,
          drift.strays.length,
          bullets(strayTexts(drift).map(prose)),
        )),
  ];
}

const folded = (title: string, count: number, content: readonly string[]): string[] =>
  count === 0 ? [] : [details(`${title} (${count})`, content.join("\n"))];

/** A list as one text; nothing for no line. */
const bullets = (lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join("\n")];
