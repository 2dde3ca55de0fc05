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

/**
 * What is wrong with the list, as far as it is about the stacks that were looked at.
 * @param all the ids of the project's stacks
 * @param addresses of each stack that was looked at: those of its JSON and of its state
 */
export function acceptedState(
  list: readonly Accepted[],
  all: readonly string[],
  addresses: ReadonlyMap<string, ReadonlySet<string>>,
  now: Date,
): AcceptedState {
  const expired: string[] = [];
  const warnings: string[] = [];
  for (const entry of list) {
    const what = `${entry.place}: ${entry.stack}: ${entry.address} ${entry.attribute}`;
    const stacks = all.filter((id) => isOf(entry, id));
    if (stacks.length === 0) {
      const near = nearest(entry.stack, all);
      warnings.push(`${what}: the project has no such stack${near ? `, did you mean ${near}?` : ""}`);
      continue;
    }
    const looked = stacks.filter((id) => addresses.has(id));
    if (looked.length === 0) continue;
    if (isExpired(entry, now)) {
      expired.push(
        `${what}: accepted until ${entry.until}, which has passed (${entry.reason}): put it right with --revert, take it into the settings, or give it another day in ${acceptedFile}`,
      );
    }
    const known = looked.flatMap((id) => [...(addresses.get(id) ?? [])]);
    if (looked.length < stacks.length || known.includes(entry.address)) continue;
    const near = nearest(entry.address, known);
    warnings.push(`${what}: no resource has this address${near ? `, did you mean ${near}?` : ""}`);
  }
  return { expired, warnings };
}

function isAbout({ address, attribute }: Accepted, found: Found): boolean {
  if (address !== found.address) return false;
  return found.attribute === attribute || found.attribute.startsWith(`${attribute}.`);
}
