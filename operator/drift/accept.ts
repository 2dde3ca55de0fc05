import { minimatch } from "minimatch";
import { nearest } from "../../settings/nearest";
import { type Accepted, acceptedFile } from "./accepted-file";
import type { Found } from "./report";

/** What the list says of the stacks that were looked at. */
export interface AcceptedState {
  /** Entries whose day has passed: each is an error, and what they accepted is drift again. */
  readonly expired: readonly string[];
  /** Entries that accept nothing: an address that no stack has, or a stack that the project has not. */
  readonly warnings: readonly string[];
}

/** Whether an entry counts at a moment: its last day ends with midnight, UTC. */
const isExpired = ({ until }: Accepted, now: Date): boolean => now.toISOString().slice(0, 10) > until;

export const isOf = ({ stack }: Accepted, id: string): boolean => minimatch(id, stack);

/** Drift with what the list accepts marked as accepted. */
export function accept(stack: string, found: readonly Found[], list: readonly Accepted[], now: Date): Found[] {
  const valid = list.filter((entry) => isOf(entry, stack) && !isExpired(entry, now));
  return found.map((one) => {
    const entry = one.kind === "drift" ? valid.find((of) => isAbout(of, one)) : undefined;
    return entry ? { ...one, kind: "accepted", why: `${entry.reason} (until ${entry.until}, ${entry.place})` } : one;
  });
}

/** The run whose list is looked at. */
export interface ListedRun {
  /** The ids of the project's stacks. */
  readonly all: readonly string[];
  /** Those that the run is about, also where one could not be compared. */
  readonly meant: readonly string[];
  /** Those that a run of this kind never looks at: the emulator's. @default - none */
  readonly leftOut?: readonly string[];
  /** Whether the run answers for entries of stacks that the project has not: it does where no stacks were named. */
  readonly isWhole: boolean;
  /** Of each stack that was looked at: those of its JSON and of its state. */
  readonly addresses: ReadonlyMap<string, ReadonlySet<string>>;
  readonly now: Date;
}

/** What is wrong with the list, as far as it is about the stacks that the run is about. */
export function acceptedState(list: readonly Accepted[], run: ListedRun): AcceptedState {
  const { all, meant, leftOut = [], isWhole, addresses, now } = run;
  const expired: string[] = [];
  const warnings: string[] = [];
  for (const entry of list) {
    const what = `${entry.place}: ${entry.stack}: ${entry.address} ${entry.attribute}`;
    const stacks = all.filter((id) => isOf(entry, id));
    const isMeant = stacks.length === 0 ? isWhole : stacks.some((id) => meant.includes(id));
    if (isMeant && isExpired(entry, now)) {
      expired.push(
        `${what}: accepted until ${entry.until}, which has passed (${entry.reason}): put it right with --revert, take it into the settings, or give it another day or no entry in ${acceptedFile}`,
      );
    }
    if (stacks.length === 0) {
      const near = nearest(entry.stack, all);
      warnings.push(`${what}: the project has no such stack${near ? `, did you mean ${near}?` : ""}`);
      continue;
    }
    const others = stacks.filter((id) => !leftOut.includes(id));
    const known = others.flatMap((id) => [...(addresses.get(id) ?? [])]);
    // One that was not looked at may have the address.
    if (others.length === 0 || !others.every((id) => addresses.has(id)) || known.includes(entry.address)) continue;
    const near = nearest(entry.address, known);
    const of = others.length < stacks.length ? `no resource of ${others.join(", ")}` : "no resource";
    warnings.push(`${what}: ${of} has this address${near ? `, did you mean ${near}?` : ""}`);
  }
  return { expired, warnings };
}

function isAbout({ address, attribute }: Accepted, found: Found): boolean {
  if (address !== found.address) return false;
  return found.attribute === attribute || found.attribute.startsWith(`${attribute}.`);
}
