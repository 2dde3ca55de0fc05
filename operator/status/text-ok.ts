import { groupBy } from "../preflight/look/grouped";
import { count, type StatusFinding, type Topic, timeText } from "./finding";
import { some } from "./text-parts";

/** Releases and locks that are shown one by one: more are counted. */
const mostLines = 12;

type Write = (findings: readonly StatusFinding[]) => string[];

/** What is well, in as few lines as say it: one for a topic, and one for each stack that has a release or is being worked on. */
export function okText(topic: Topic, findings: readonly StatusFinding[]): string[] {
  if (findings.length === 0) return [];
  return (writers[topic] ?? together)(findings);
}

const writers: Readonly<Partial<Record<Topic, Write>>> = {
  stacks: (findings) => {
    const stacksOf = (form: RegExp) =>
      findings.filter(({ detail }) => form.test(detail)).flatMap(({ stacks }) => stacks);
    const deployed = findings.filter(({ detail }) => !/^(never deployed|destroyed)/.test(detail));
    const newest = [...deployed].sort((a, b) => (b.since ?? "").localeCompare(a.since ?? ""))[0];
    const when = newest?.since
      ? `, the last state was saved ${timeText(new Date(newest.since))} (${newest.stacks[0]})`
      : "";
    const never = stacksOf(/^never deployed/);
    const gone = stacksOf(/^destroyed/);
    return [
      ...(deployed.length > 0 ? [`${deployed.length} deployed${when}`] : []),
      ...(never.length > 0 ? [`never deployed: ${never.join(", ")}`] : []),
      ...(gone.length > 0 ? [`destroyed: ${gone.join(", ")}`] : []),
    ];
  },
  releases: (findings) => {
    const never = findings.filter(({ detail }) => detail === "never released").flatMap(({ stacks }) => stacks);
    const others = findings.filter(({ detail }) => detail !== "never released");
    return [...oneByOne(others), ...(never.length > 0 ? [`never released: ${never.join(", ")}`] : [])];
  },
  locks: (findings) => {
    const held = findings.filter(({ detail }) => detail !== "no state is locked");
    return held.length > 0 ? oneByOne(held) : ["no state is locked"];
  },
  alarms: (findings) => {
    const sum = (form: RegExp) => findings.reduce((all, { detail }) => all + Number(form.exec(detail)?.[1] ?? 0), 0);
    const blind = sum(/\((\d+) without data\)/);
    return [`${count(sum(/^(\d+) alarms? quiet/), "alarm")} quiet${blind > 0 ? ` (${blind} without data)` : ""}`];
  },
  "dead letters": (findings) => [`${count(findings.length, "queue")} empty`],
  drift: (findings) => {
    const times = findings.flatMap(({ since }) => since ?? []).sort();
    return [
      `none in ${count(findings.length, "stack")}, looked ${times[0] ? timeText(new Date(times[0])) : "last night"}`,
    ];
  },
  secrets: (findings) => [`${count(findings.length, "secret")} with a value that is not due`],
  certificates: (findings) => {
    const [first] = findings.map(({ detail }) => detail).sort();
    return [`${count(findings.length, "certificate")}, the first ${first}`];
  },
  cost: (findings) => oneByOne(findings),
};

function oneByOne(findings: readonly StatusFinding[]): string[] {
  const lines = findings.slice(0, mostLines).map(({ stacks, detail }) => `${some(stacks)}: ${detail}`);
  const more = findings.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more: see --json`] : lines;
}

/** Details that are the same, once, with how many have it. */
function together(findings: readonly StatusFinding[]): string[] {
  const texts = [...groupBy(findings, ({ detail }) => detail)].map(([detail, of]) => {
    const names = of.map(({ subject, stacks }) => subject || some(stacks));
    return `${some(names)}: ${detail}`;
  });
  const shown = texts.slice(0, 3);
  return [[...shown, ...(texts.length > 3 ? [`and ${texts.length - 3} more`] : [])].join("; ")];
}
