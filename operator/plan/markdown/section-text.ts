import { details, fenced, table } from "./escape";
import type { Part } from "./fitted";
import type { Kind, StackSection } from "./stack-section";

/** A stack's section with those of its parts that `has` says, and with what is left out. */
export function sectionText({ id, heading, parts }: StackSection, has: (part: Part) => boolean): string {
  const of = (kind: Kind) => parts.filter((part) => part.kind === kind && has(part)).map(({ text }) => text);
  const missing = (...kinds: Kind[]) => parts.filter((part) => kinds.includes(part.kind) && !has(part)).length;
  const rows = of("row");
  const made = of("made");
  return [
    heading,
    ...of("alarm"),
    ...(rows.length > 0 ? [table("| | resource | what |", rows)] : []),
    ...leftOut(id, missing("row", "made"), missing("values"), missing("alarm", "note")),
    ...folded("values before and after", of("values")),
    ...folded("made", made),
    ...of("note"),
  ].join("\n\n");
}

/** Closed until a reader opens it. */
function folded(what: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  const summary = `${texts.length} ${texts.length === 1 ? "resource" : "resources"}: ${what}`;
  const block = fenced(
    texts.flatMap((text) => text.split("\n")),
    "diff",
  );
  return [details(summary, block)];
}

function leftOut(id: string, resources: number, values: number, notes: number): string[] {
  if (resources + values + notes === 0) return [];
  const what = [
    ...(resources > 0 ? [`${resources} resources`] : []),
    ...(values > 0 ? [`the values of ${values} resources`] : []),
    ...(notes > 0 ? [`${notes} notes`] : []),
  ];
  return [`**Left out for length: ${what.join(", ")}.** \`npm run plan -- ${id}\` shows all of it.`];
}
