import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { minimatch } from "minimatch";
import * as z from "zod";
import { checkSettings } from "../../settings/check";
import { readSettingsFile } from "../../settings/files";
import type { Layered } from "../../settings/layers/layers";
import { formatMistake } from "../../settings/mistake";
import type { ProjectPlace } from "../../settings/project/folder";
import { type Finding, policies } from "../policy/findings";

/** A finding that a project accepts until a day. */
export interface Exception {
  /** @default - any rule of the address */
  readonly rule?: string;
  /** An address, `*` for any characters. @default - any address of the rule */
  readonly address?: string;
  /** A glob of stack ids. */
  readonly stack: string;
  readonly reason: string;
  /** The last day on which it holds, such as `2027-03-31`. */
  readonly until: string;
}

export interface Exceptions {
  readonly all: readonly Exception[];
  /** What is wrong in the file, one line each. */
  readonly mistakes: readonly string[];
}

const rules = policies.map(({ rule }) => rule) as [string, ...string[]];

const schema = z.strictObject({
  exceptions: z
    .array(
      z.strictObject({
        rule: z.enum(rules).optional(),
        address: z.string().min(1).optional(),
        stack: z.string().min(1),
        reason: z.string().min(1),
        until: z.iso.date({ error: 'a day such as "2027-03-31"' }),
      }),
    )
    .default([]),
});

/** The file of a project's exceptions, relative to the checkout. */
export const exceptionsFile = ({ folder = "." }: ProjectPlace) => join(folder, "exceptions.tfvars");

/** The exceptions of a project; none where it has no file. */
export function readExceptions(place: ProjectPlace): Exceptions {
  const file = exceptionsFile(place);
  if (!existsSync(resolve(place.root, file))) return { all: [], mistakes: [] };
  const { root, mistakes } = readSettingsFile(place.root, file);
  const placeOfMissing: Layered["placeOfMissing"] = (path, container) => ({ ...container.place, path });
  const layered = { root, defaults: root, mistakes, placeOfMissing };
  const checked = checkSettings({ schema, rules: [] }, layered);
  const found = [...mistakes, ...checked.mistakes];
  if (found.length > 0 || !checked.settings) return { all: [], mistakes: found.map(formatMistake) };
  const { exceptions: all } = checked.settings as z.infer<typeof schema>;
  const isBroad = ({ rule, address }: Exception) => rule === undefined && address === undefined;
  const broad = all
    .filter(isBroad)
    .map((one) => `${file}: ${literal(one)}: expected a rule, an address or both, found neither`);
  return { all: all.filter((one) => !isBroad(one)), mistakes: broad };
}

/** Whether an exception accepts a finding in a stack on a day. */
export function accepts(
  { rule, address, stack, until }: Exception,
  id: string,
  finding: Finding,
  day: string,
): boolean {
  return (
    day <= until &&
    minimatch(id, stack) &&
    (rule === undefined || rule === finding.rule) &&
    (address === undefined || minimatch(finding.address, address))
  );
}

/** What is wrong, and the line that accepts it for 90 days. */
export function adviceFor(place: ProjectPlace, id: string, { rule, address, must }: Finding, day: string): string {
  const last = new Date(Date.parse(day) + 90 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const line = literal({ rule, address, stack: id, reason: "who accepts it, and why", until: last });
  const there = existsSync(resolve(place.root, exceptionsFile(place)));
  const advice = there
    ? `mend it, or add to the list \`exceptions\` of ${exceptionsFile(place)}:\n  ${line},`
    : `mend it, or write ${exceptionsFile(place)}:\nexceptions = [\n  ${line},\n]`;
  return `${id}: ${address} must ${must}: ${advice}`;
}

/** Exceptions that accept nothing: what they named is corrected, or gone, or their last day is over. */
export function unused(
  place: ProjectPlace,
  all: readonly Exception[],
  findings: readonly (readonly [id: string, finding: Finding])[],
  day: string,
): string[] {
  return all
    .filter((exception) => !findings.some(([id, finding]) => accepts(exception, id, finding, day)))
    .map((exception) => {
      const why = day > exception.until ? `its last day was ${exception.until}` : "it accepts nothing";
      return `${exceptionsFile(place)}: ${literal(exception)}: ${why}: remove the line`;
    });
}

/** In the notation of tfvars. */
function literal(exception: Exception): string {
  const entries = Object.entries(exception).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return `{ ${entries.join(", ")} }`;
}
