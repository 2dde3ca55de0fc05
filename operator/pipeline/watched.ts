import { code, idsText, prose, table } from "../plan/markdown/escape";
import { fitted, type Part } from "../plan/markdown/fitted";
import type { StatusFinding, Topic } from "../status/finding";

/** What a scheduled look takes of a status: what is `due`, each week; the `health` of a candidate, each hour. */
export type Watched = "due" | "health";

interface Subject {
  readonly topics: readonly Topic[];
  readonly title: string;
  /** What is counted. */
  readonly one: string;
  readonly many: string;
  readonly nothing: string;
}

const subjects: Readonly<Record<Watched, Subject>> = {
  due: {
    topics: ["certificates", "secrets"],
    ...{ title: "Due", one: "secret or certificate", many: "secrets and certificates", nothing: "Nothing is due" },
  },
  health: {
    topics: ["alarms", "dead letters", "builds", "releases"],
    ...{ title: "Health", one: "finding", many: "findings", nothing: "Nothing is wrong" },
  },
};
/** What could not be looked up of these may hide what is watched. */
const behind: readonly Topic[] = ["settings", "identity", "stacks"];

/** What a scheduled look says of all that `status` found: what needs someone, or could not be looked at. */
export function watchedFindings(what: Watched, findings: readonly StatusFinding[]): StatusFinding[] {
  const { topics } = subjects[what];
  const levels = ["now", "due", "unknown"];
  return findings.filter(
    ({ topic, level }) =>
      (topics.includes(topic) && levels.includes(level)) || (behind.includes(topic) && level === "unknown"),
  );
}

const words = { now: "now", due: "due", unknown: "not looked at" } as const;
type Shown = keyof typeof words;

/** What was found, for an issue in a tracker: a table, the most urgent first. @param most bytes */
export function watchedMarkdown(
  what: Watched,
  findings: readonly StatusFinding[],
  stacks: readonly string[],
  most: number,
): string {
  const subject = subjects[what];
  const of = (wanted: Shown) => findings.filter(({ level }) => level === wanted);
  const ordered = (Object.keys(words) as Shown[]).flatMap((level) => of(level).map((one) => [level, one] as const));
  const parts = ordered.map(([level, one], rank) => ({
    rank,
    text: `| ${words[level]} | ${cells(one).join(" | ")} |`,
  }));
  const due = of("now").length + of("due").length;
  const unseen = of("unknown").length;
  const title = `# ${subject.title}: ${due} ${due === 1 ? subject.one : subject.many}${unseen > 0 ? `, ${unseen} not looked at` : ""}`;
  const render = (_: readonly object[], has: (part: Part) => boolean) => {
    const rows = parts.filter(has).map(({ text }) => text);
    const missing = parts.length - rows.length;
    return [
      title,
      ...(rows.length > 0 ? [table("| | what | stacks | found | next |", rows)] : []),
      ...(missing > 0 ? [`**Left out for length: ${missing} rows.** \`npm run status -- --json\` has all.`] : []),
      ...(parts.length === 0 ? [`${subject.nothing}: ${idsText(stacks) || "no stack"}`] : []),
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
