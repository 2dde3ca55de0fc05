import { changesBetween, fingerprint, nothing, type StateChanges } from "./changes";
import { type Condition, conditionsOf } from "./condition";
import { madeIn, md5Of, readState } from "./state-text";
import type { States, VersionHead } from "./states";
import type { ReadVersion, StateFacts } from "./version";
import type { Writer } from "./writer";

/** A version of a state that was read. It holds no value of the state. */
export interface StateVersion extends VersionHead {
  /** 0 is read now, 1 the one before it, … */
  readonly back: number;
  readonly bytes: number;
  /** As Terraform keeps it in the lock table. */
  readonly md5: string;
  /** What it says, if it is a state. */
  readonly state?: StateFacts;
  readonly condition: Condition;
  /** Whether its checksum is the one that the lock table has. */
  readonly isExpected: boolean;
  readonly writer?: Writer;
  /** What differs from the version before it that is whole; nothing for one that is not, or where no older one was read. */
  readonly changes?: StateChanges;
}

/** A stack's versions, the newest first. */
export interface StateHistory {
  readonly id: string;
  readonly place: string;
  /** The checksum that the lock table has. */
  readonly expected?: string;
  readonly versions: readonly StateVersion[];
  /** Whether there may be older ones. */
  readonly isCut: boolean;
}

/** How many versions are read where a command does not say. */
export const usual = 50;
/** Versions that are read at a time. */
const atOnce = 8;

/** Reads a stack's versions. Values stay where they are: what is kept is a hash of each resource. */
export async function readHistory(
  id: string,
  states: States,
  most = usual,
  withWriters = false,
): Promise<StateHistory> {
  const [heads, expected] = await Promise.all([states.heads(most + 1), states.expected()]);
  const read: (ReadVersion & { readonly writer?: Writer })[] = [];
  for (let next = 0; next < heads.length; next += atOnce) {
    const some = heads.slice(next, next + atOnce).map(async (head) => {
      const [version, writer] = await Promise.all([
        readVersion(states, head),
        withWriters ? states.writer(head) : undefined,
      ]);
      return { ...version, ...(writer && { writer }) };
    });
    read.push(...(await Promise.all(some)));
  }
  const conditions = conditionsOf(id, read, expected);
  const versions = read.map(({ text: _, print, ...version }, back): StateVersion => {
    const condition = conditions[back] as Condition;
    const older = read.slice(back + 1).find((_, index) => conditions[back + 1 + index]?.is === "whole");
    const isFirst = !older && heads.length <= most;
    const changes =
      print && condition.is === "whole" && (older || isFirst)
        ? changesBetween(older?.print ?? nothing, print)
        : undefined;
    const isExpected = version.md5 === expected && !version.isDeletion;
    return { ...version, back, condition, isExpected, ...(changes && { changes }) };
  });
  const shown = versions.slice(0, most);
  const isCut = heads.length > most;
  return { id, place: states.place, ...(expected && { expected }), versions: withSameWriters(shown), isCut };
}

async function readVersion(states: States, head: VersionHead): Promise<ReadVersion> {
  if (head.isDeletion || head.noData) return { ...head, bytes: 0, md5: "", text: "" };
  const text = await states.text(head);
  const state = readState(text);
  const version = { ...head, bytes: Buffer.byteLength(text), md5: md5Of(text) };
  if (!state) return { ...version, text };
  // A state is kept without its text: fifty of a large stack would be too much to hold.
  const { serial, lineage, terraform, stack } = state;
  const facts = { serial, lineage, terraform, resources: madeIn(state).length, ...(stack && { stack }) };
  return { ...version, state: facts, print: fingerprint(state), text: beginning(text) };
}

/** Terraform saves while an apply runs: what lies between the version that a command began with and the one that it ended with is its own. */
function withSameWriters(versions: readonly StateVersion[]): StateVersion[] {
  return versions.map((version, index) => {
    if (version.writer) return version;
    const later = versions
      .slice(0, index)
      .reverse()
      .find(({ writer }) => writer);
    const begun = versions.findIndex(({ id }) => id === later?.writer?.after);
    return later?.writer && begun > index ? { ...version, writer: later.writer } : version;
  });
}

/** Characters that are compared to see what an object was cut from. */
const compared = 2000;
const beginning = (text: string): string => text.slice(0, compared);
