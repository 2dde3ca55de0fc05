import pc from "picocolors";
import { groupBy } from "../preflight/look/grouped";
import { oneLine } from "../process/terminal-text";
import { count, type Level, type StatusFinding, type Topic, timeText, topics } from "./finding";
import { merged, most } from "./text-merged";
import { okText } from "./text-ok";
import { some } from "./text-parts";

/** Whether a run of the command found something: `attention` before `unknown` before `healthy`. */
export type Verdict = "healthy" | "attention" | "unknown";

export function verdictOf(findings: readonly StatusFinding[]): Verdict {
  const has = (...levels: Level[]) => findings.some(({ level }) => levels.includes(level));
  if (has("now", "due")) return "attention";
  return has("unknown") ? "unknown" : "healthy";
}

export interface TextOptions {
  readonly environments: readonly string[];
  readonly at: Date;
  /** How many stacks were looked at. */
  readonly stacks: number;
}

/** The screen: what needs someone now, what is due, what could not be looked up, and what is well in one line each. */
export function statusText(findings: readonly StatusFinding[], { environments, at, stacks }: TextOptions): string {
  const of = (level: Level) => findings.filter((one) => one.level === level);
  const where = environments.join(", ");
  const head = `${pc.bold(where)}: ${verdictText(findings)}; ${count(stacks, "stack")}, ${timeText(at)} UTC`;
  return [
    head,
    ...section(pc.red(pc.bold("now")), entries(of("now"), pc.red)),
    ...section(pc.yellow(pc.bold("due")), entries(of("due"), pc.yellow)),
    ...section(pc.bold("could not be looked up"), grouped(of("unknown"))),
    ...section(pc.green(pc.bold("well")), okLines(of("ok"))),
    ...section(pc.dim("not looked up"), grouped(of("none")).map(pc.dim)),
  ].join("\n");
}

function verdictText(findings: readonly StatusFinding[]): string {
  const number = (level: Level) => merged(findings.filter((one) => one.level === level)).length;
  const unknown = grouped(findings.filter(({ level }) => level === "unknown")).length;
  const [urgent, due] = [number("now"), number("due")];
  const parts = [
    ...(urgent > 0 ? [pc.red(`${urgent} ${urgent === 1 ? "needs" : "need"} someone now`)] : []),
    ...(due > 0 ? [pc.yellow(`${due} ${due === 1 ? "is" : "are"} due`)] : []),
    ...(unknown > 0 ? [`${unknown} could not be looked up`] : []),
  ];
  if (urgent + due === 0) parts.unshift(unknown > 0 ? "nothing is known to be wrong" : pc.green("healthy"));
  return parts.join(", ");
}

const section = (title: string, lines: readonly string[]): string[] => (lines.length > 0 ? ["", title, ...lines] : []);

const width = Math.max(...topics.map((topic) => topic.length)) + 2;
const label = (text: string) => text.padEnd(width);

function entries(findings: readonly StatusFinding[], paint: (text: string) => string): string[] {
  const { shown, left } = most(merged(findings));
  return [...shown.map((one) => entry(one, paint)), ...(left > 0 ? [`  and ${left} more: see --json`] : [])];
}

/** One finding, with what to do next below it, where it can be copied whole. */
function entry({ topic, subject, stacks, detail, command }: StatusFinding, paint: (text: string) => string): string {
  const whose = stacks.length === 0 || stacks.includes(subject) ? "" : ` (${some(stacks)})`;
  const what = subject ? `${subject}${whose}` : some(stacks);
  const next = command ? `\n  ${label("")}${pc.cyan(`→ ${oneLine(command)}`)}` : "";
  return `  ${paint(label(topic))}${oneLine(`${what ? `${what}: ` : ""}${detail}`)}${next}`;
}

/** Findings with one reason, in one line: the topics and the stacks that it concerns. */
function grouped(findings: readonly StatusFinding[]): string[] {
  const groups = groupBy(findings, (one) => JSON.stringify([one.detail, one.command]));
  return [...groups.values()].map((of) => {
    const [{ detail, command }] = of as [StatusFinding];
    const about = [...new Set(of.map(({ topic }) => topic))].join(", ");
    const stacks = [...new Set(of.flatMap((one) => one.stacks))];
    const next = command ? `\n    ${pc.cyan(`→ ${oneLine(command)}`)}` : "";
    return `  ${about}${stacks.length > 0 ? ` of ${some(stacks)}` : ""}: ${oneLine(detail)}${next}`;
  });
}

function okLines(findings: readonly StatusFinding[]): string[] {
  const of = (topic: Topic) => findings.filter((one) => one.topic === topic);
  return topics.flatMap((topic) =>
    okText(topic, of(topic)).map((text) => `  ${pc.green(label(topic))}${oneLine(text)}`),
  );
}
