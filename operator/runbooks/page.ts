import type { Alarm } from "./alarm";
import { alarmsOf } from "./alarms";
import { looksAt } from "./looks";
import type { Notes } from "./notes";
import { rollBackWhen, rollbackLine } from "./rolling-back";
import type { StackFacts } from "./stack-facts";

/** What a page is made from. */
export interface PageProps {
  readonly facts: StackFacts;
  readonly system: string;
  readonly environment: string;
  readonly platform: string;
  /** Who gets messages of severity `warning`, and hears of what users notice. */
  readonly team: readonly string[];
  /** What people wrote. */
  readonly notes: Notes;
}

/** An alarm, and what the page says of it. */
export interface Section {
  readonly alarm: Alarm;
  readonly text: string;
}

/** The sections of a page, in its order. */
export const sectionsOf = (props: PageProps): Section[] =>
  alarmsOf(props.facts).map((alarm) => ({ alarm, text: sectionText(alarm, props) }));

/** How the second line of every page begins, before the id of its stack. */
export const madeBy = "<!-- Made by `npm run runbooks -- ";

/** The page of a stack, or nothing where no alarm of it leads to one. @param sections @default - they are made here */
export function page(props: PageProps, sections = sectionsOf(props)): string | undefined {
  const { facts, system, environment, platform, notes } = props;
  if (sections.length === 0) return undefined;
  const place = facts.view.aws ? `, AWS account ${facts.view.aws.account}, region ${facts.region}` : "";
  const rows = sections.map(({ alarm }) => {
    const cells = [`[${alarm.anchor}](#${alarm.anchor})`, alarm.severity ?? "stops a deployment", alarm.meaning];
    return `| ${cells.join(" | ")} |`;
  });
  const parts = [
    `# ${facts.id}`,
    `${madeBy}${facts.id}\`: an edit here is lost. What only people know goes into ${notes.file}. -->`,
    `System ${system}, environment ${environment}, platform ${platform}${place}. What only people know: \`${notes.file}\`.`,
    ...notes.before,
    ["| alarm | severity | what it means |", "|---|---|---|", ...rows].join("\n"),
    "## When to roll back",
    rollBackWhen(facts),
    ...sections.map(({ text }) => text),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** What the page says of one alarm, with its heading. */
function sectionText(alarm: Alarm, props: PageProps): string {
  const { facts, notes } = props;
  const looks = looksAt(alarm, facts);
  const parts = [
    `## ${alarm.anchor}`,
    `\`${alarm.name}\`: ${alarm.condition}.`,
    `**What it means.** ${alarm.meaning}`,
    `**What to do.** ${alarm.remedy}`,
    ...(alarm.query ? ["**What it measures.**", block("promql", [alarm.query])] : []),
    "**First looks.**",
    block("sh", looks),
    `**Roll back?** ${rollbackLine(alarm, facts)}`,
    `**Whom to tell.** ${tell(alarm, props)}`,
    ...notes.of(alarm).flatMap((text) => ["**Known here.**", text]),
  ];
  return parts.join("\n\n");
}

function tell({ severity, recipients }: Alarm, { team }: PageProps): string {
  if (!severity) return "The one who deployed: no person is called, and ECS takes the deployment back by itself.";
  const others = team.filter((address) => !recipients.includes(address));
  const got = recipients.length > 0 ? `${recipients.join(", ")} got the message` : "No address gets a message of it";
  const urgent = severity === "critical" ? "it cannot wait" : "it can wait until the morning";
  const then = others.length > 0 ? ` Where users notice it, tell ${others.join(", ")} too.` : "";
  return `${got}; ${severity}: ${urgent}.${then}`;
}

const block = (language: string, lines: readonly string[]) => [`\`\`\`${language}`, ...lines, "```"].join("\n");
