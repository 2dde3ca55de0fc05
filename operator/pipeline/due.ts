import { code, idsText, prose, table } from "../plan/markdown/escape";
import { fitted, type Part } from "../plan/markdown/fitted";
import type { StatusFinding, Topic } from "../status/finding";

const topics: readonly Topic[] = ["certificates", "secrets"];
/** What could not be looked up of these may hide a secret or a certificate. */
const behind: readonly Topic[] = ["settings", "identity", "stacks"];

/** What a weekly look says of all that `status` found: secrets and certificates that need someone, or could not be looked at. */
export function dueFindings(findings: readonly StatusFinding[]): StatusFinding[] {
  const levels = ["now", "due", "unknown"];
  return findings.filter(
    ({ topic, level }) =>
      (topics.includes(topic) && levels.includes(level)) || (behind.includes(topic) && level === "unknown"),
  );
}

const words = { now: "now", due: "due", unknown: "not looked at" } as const;
type Shown = keyof typeof words;

/** What is due, for an issue in a tracker: a table, the most urgent first. @param most bytes */
export function dueMarkdown(findings: readonly StatusFinding[], stacks: readonly string[], most: number): string {
  const of = (wanted: Shown) => findings.filter(({ level }) => level === wanted);
  const ordered = (Object.keys(words) as Shown[]).flatMap((level) => of(level).map((one) => [level, one] as const));
  const parts = ordered.map(([level, one], rank) => ({
    rank,
    text: `| ${words[level]} | ${cells(one).join(" | ")} |`,
  }));
  const due = of("now").length + of("due").length;
  const unseen = of("unknown").length;
  const title = `# Due: ${due} ${due === 1 ? "secret or certificate" : "secrets and certificates"}${unseen > 0 ? `, ${unseen} not looked at` : ""}`;
  const render = (_: readonly object[], has: (part: Part) => boolean) => {
    const rows = parts.filter(has).map(({ text }) => text);
    const missing = parts.length - rows.length;
    return [
      title,
      ...(rows.length > 0 ? [table("| | what | stacks | found | next |", rows)] : []),
      ...(missing > 0 ? [`**Left out for length: ${missing} rows.** \`npm run status -- --json\` has all.`] : []),
      ...(parts.length === 0 ? [`Nothing is due: ${idsText(stacks) || "no stack"}`] : []),
    ].join("\n\n");
  };
  return fitted({ sections: [{ parts }], render }, most);
}

const cells = ({ topic, subject, stacks, detail, command }: StatusFinding): string[] => [
  subject ? `${topic} ${code(subject)}` : topic,
  idsText(stacks),
  prose(detail),
  command ? code(command) : "",
];
