import pc from "picocolors";
import { driftLines, type PlanTextOptions } from "../plan/plan-text";
import { drifted, type Found, gone, type Kind, type StackDrift, type Undeployed } from "./report";

/** How many lines of what raises no alarm are shown without `--verbose`. */
const most = 8;

/** What each kind is called, in the order in which a reader needs it. */
export const titles: readonly (readonly [Kind, string])[] = [
  ["accepted", "accepted"],
  ["released", "part of a release that runs"],
  ["kept", "a deploy would not put right"],
  ["unset", "given by no setting of ours"],
  ["owned", "changed by what owns it"],
];

/** What was found of a stack, for people: what alarms first. */
export function driftText(drift: StackDrift, options: PlanTextOptions = {}): string {
  const { stack, found, undeployed, status, notes } = drift;
  const alarms = drifted(drift);
  return [
    `${pc.bold(stack)}: ${headline(drift, alarms.size)}`,
    ...(status === "not deployed" ? [] : notes.map((note) => pc.yellow(`  ${note}`))),
    ...[...alarms].flatMap(([address, places]) => alarmLines(address, places, options)),
    ...titles.flatMap(([kind, title]) =>
      listed(`${title}:`, found.filter((one) => one.kind === kind).map(foundText), options),
    ),
    ...listed("in this checkout and not deployed:", undeployed.map(undeployedText), options),
    ...strayLines(drift, options),
  ].join("\n");
}

function headline({ status, notes }: StackDrift, alarms: number): string {
  if (status === "not deployed") return pc.dim(["not deployed", ...notes].join(": "));
  if (alarms === 0) return pc.green("no drift");
  return pc.red(`drift of ${alarms} ${alarms === 1 ? "resource" : "resources"}`);
}

function alarmLines(address: string, places: readonly Found[], options: PlanTextOptions): string[] {
  if (places.some(({ attribute }) => attribute === gone)) {
    return driftLines({ address, action: "delete", attributes: [] }, options);
  }
  const attributes = places.map(({ attribute: path, before, after }) => ({
    path,
    before,
    after,
    forcesReplacement: false,
  }));
  return driftLines({ address, action: "update", attributes }, options);
}

/** One line: the place, its values and why. */
export function foundText({ address, attribute, before, after, why }: Found): string {
  const values = attribute === gone ? "" : `: ${before} → ${after}`;
  return `${address} ${attribute}${values}${why ? ` – ${why}` : ""}`;
}

const undeployedText = ({ action, address }: Undeployed) => `${action} ${address}`;

/** What of a stack's tag is in no state: what nothing makes one by one, the rest counted by what makes it. */
export function strayTexts({ strays }: Pick<StackDrift, "strays">): string[] {
  const made = new Map<string, number>();
  for (const { madeBy } of strays) if (madeBy) made.set(madeBy, (made.get(madeBy) ?? 0) + 1);
  return [
    ...strays.flatMap(({ arn, madeBy }) => (madeBy ? [] : arn)),
    ...[...made].map(([by, count]) => `${count} more, as expected – ${by}`),
  ];
}

function strayLines(drift: StackDrift, options: PlanTextOptions): string[] {
  if (drift.straysUnknown)
    return [pc.dim(`  what carries its tag and is in no state: not looked up, ${drift.straysUnknown}`)];
  return listed(`tagged Stack=${drift.stack} and in no state:`, strayTexts(drift), options);
}

function listed(title: string, lines: readonly string[], { verbose }: PlanTextOptions): string[] {
  if (lines.length === 0) return [];
  const shown = verbose ? lines : lines.slice(0, most).map(cut);
  const more = lines.length - shown.length;
  return [
    `  ${title}`,
    ...shown.map((line) => pc.dim(`    ${line}`)),
    ...(more > 0 ? [pc.dim(`    and ${more} more: --verbose`)] : []),
  ];
}

const cut = (line: string) => (line.length > 300 ? `${line.slice(0, 300)}…` : line);
