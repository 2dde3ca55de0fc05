import { code } from "../plan/markdown/escape";
import { mostBytes } from "../plan/markdown/fitted";
import { type Looked, unlookedIn } from "./looked";
import { itemsOf, markdownOf } from "./looked-text";
import type { Watched } from "./watched";

/** Bytes that are kept for what is said around what was found, and for the hidden list. */
const around = 12_000;
/** The most bytes of the hidden list, as base64; a longer one is not kept, and a change of it is not described. */
const longestList = 8000;

export type Subject = "drift" | Watched;

/** The label and the title of each issue. */
export const subjects: Readonly<Record<Subject, { readonly label: string; readonly title: string }>> = {
  drift: { label: "drift", title: "Drift: what is deployed is not what was written" },
  due: { label: "due", title: "Secrets and certificates that are due" },
  health: { label: "health", title: "Health: what a candidate needs looked at before production" },
};

/** What all documents list, each line once, and a line for each stack that is in none. @param expected ids of stacks */
export function listedIn(documents: readonly Looked[], expected: readonly string[] | undefined): string[] {
  const missing = unlookedIn(documents, expected);
  return [...new Set([...documents.flatMap(itemsOf), ...missing.map((id) => `${id}: not looked at`)])];
}

export interface IssueText {
  readonly marker: string;
  /** The most characters of the whole. */
  readonly most: number;
  readonly items: readonly string[];
  /** Address of the run. */
  readonly run: string;
}

/** The text of an issue. Its second line holds what it lists, hidden, so that the next run sees what has changed. */
export function issueText(documents: readonly Looked[], { marker, most, items, run }: IssueText): string {
  const room = Math.min(mostBytes, Math.floor((most - around) / Math.max(documents.length, 1)));
  const at = documents
    .map((one) => one.at)
    .sort()
    .at(-1);
  const unseen = items.filter((line) => /: not (looked at|compared)$/.test(line));
  return [
    `${marker}\n${hidden(items)}`,
    `Looked${at ? ` ${at.slice(0, 16).replace("T", " ")} UTC` : ""} by [this run](${run}). This issue closes itself once nothing is left.`,
    ...(unseen.length > 0
      ? [`**Not everything could be looked at:** ${unseen.slice(0, 20).map(code).join(", ")}${more(unseen.length)}`]
      : []),
    ...documents.map((one) => `${documents.length > 1 ? `# ${one.name}\n\n` : ""}${markdownOf(one, room)}`.trimEnd()),
  ].join("\n\n");
}

/** What has changed in the list since the text before; nothing where it is the same. */
export function changeText(before: string, items: readonly string[]): string | undefined {
  const listed = listIn(before);
  if (listed === undefined) return items.length > 0 ? `${items.length} listed now.` : undefined;
  const added = items.filter((line) => !listed.includes(line));
  const gone = listed.filter((line) => !items.includes(line));
  if (added.length + gone.length === 0) return undefined;
  return [lines("New", added), lines("Gone", gone)].filter(Boolean).join("\n\n");
}

const most = 20;
const more = (count: number): string => (count > most ? ` and ${count - most} more` : "");

function lines(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const shown = items.slice(0, most).map((line) => `- ${code(line)}`);
  return [`${title}:`, "", ...shown, ...(items.length > most ? [`- ${items.length - most} more`] : [])].join("\n");
}

function hidden(items: readonly string[]): string {
  const text = Buffer.from(JSON.stringify(items)).toString("base64");
  return `<!-- listed: ${text.length <= longestList ? text : ""} -->`;
}

/** What the text of an issue lists; nothing where the list was too long to be kept. */
export function listIn(body: string): string[] | undefined {
  const text = /^<!-- [^\n]* -->\r?\n<!-- listed: ([A-Za-z0-9+/=]+) -->/.exec(body)?.[1];
  if (!text) return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(text, "base64").toString());
    return Array.isArray(read) && read.every((one) => typeof one === "string") ? read : undefined;
  } catch {
    return undefined;
  }
}
