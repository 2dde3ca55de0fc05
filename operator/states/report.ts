import pc from "picocolors";
import { duration } from "../process/duration";
import { isEmpty, type NameChanges, type ResourceDifference, type StateChanges } from "./changes";
import { conditionText } from "./condition";
import type { StateHistory, StateVersion } from "./history";
import { madeIn, type State } from "./state-text";
import { count, factsText } from "./words";
import { writerText } from "./writer";
import { problemLines } from "./wrong-state";

/** A stack's versions for people, the newest first. */
export function historyLines(history: StateHistory, now = new Date()): string[] {
  const { id, place, versions, isCut } = history;
  const problem = problemLines(history) ?? [];
  const head = `${pc.bold(id)}: ${count(versions.length, "version")} of the state in ${place}${isCut ? ", the newest; more with --most" : ""}`;
  return [head, ...versions.flatMap((version) => versionLines(version, now)), ...problem.map((line) => pc.red(line))];
}

function versionLines(
  version: StateVersion,
  now: Date,
  changes: StateChanges | null = version.changes ?? null,
): string[] {
  const { back, id, saved, state, condition, bytes, isExpected, isDeletion } = version;
  const age = duration((now.getTime() - saved.getTime()) / 1000);
  const name = back === 0 ? "now" : `-${back}`;
  const facts = state
    ? `${factsText(version)}, Terraform ${state.terraform}, lineage ${state.lineage.slice(0, 8)}`
    : "";
  const wrong = condition.is === "whole" ? "" : pc.red(conditionText(condition, bytes));
  const checksum = back > 0 && isExpected ? pc.yellow("the lock table has its checksum") : "";
  return [
    `${pc.bold(name.padEnd(4))} ${saved.toISOString()} (${age} ago)  version ${id}`,
    `     ${[wrong, facts, checksum].filter(Boolean).join("; ")}`,
    ...(isDeletion ? [] : [`     saved by ${writerText(version.writer)}`]),
    ...(changes ? changeLines(changes) : []),
  ];
}

/** Addresses that a version added, removed and changed, the first of each kind. */
export function changeLines(changes: StateChanges): string[] {
  if (isEmpty(changes)) return [pc.dim("     no resource and no output differs from the version before")];
  return [...nameLines(changes, "", listed), ...nameLines(changes.outputs, "output ", listed)];
}

/** Names of a kind that are listed where a version is one of many; `diff` lists all. */
const listed = 8;

function nameLines({ added, removed, changed }: NameChanges, what: string, most = Number.POSITIVE_INFINITY): string[] {
  const lines = (names: readonly string[], sign: string, paint: (text: string) => string) => {
    const more = names.length - most;
    const rest = more > 0 ? [pc.dim(`     ${sign} and ${more} more`)] : [];
    return [...names.slice(0, most).map((name) => `     ${paint(`${sign} ${what}${name}`)}`), ...rest];
  };
  return [...lines(removed, "-", pc.red), ...lines(changed, "~", pc.yellow), ...lines(added, "+", pc.green)];
}

/** One version for people: addresses, and names of outputs. */
export function showLines({ id }: StateHistory, version: StateVersion, state: State, now = new Date()): string[] {
  const made = madeIn(state);
  const outputs = Object.keys(state.outputs).sort();
  return [
    `${pc.bold(id)}: ${count(made.length, "resource")}`,
    ...versionLines(version, now, null),
    ...made.map(({ address, status }) => `  ${address}${status ? pc.red(` (${status})`) : ""}`),
    `  looked up: ${count(state.resources.length - made.length, "data source")}`,
    `  outputs: ${outputs.join(", ") || "none"}`,
  ];
}

/** What differs between two versions, for people: addresses and names of attributes. */
export function diffLines(
  { id }: Pick<StateHistory, "id">,
  [before, after]: readonly [StateVersion, StateVersion],
  changes: StateChanges,
  differences: readonly ResourceDifference[],
): string[] {
  const attributes = new Map(differences.map((of) => [of.address, of.attributes]));
  const named = (version: StateVersion) => `version ${version.id} (${factsText(version)})`;
  const head = `${pc.bold(id)}: from ${named(before)} to ${named(after)}`;
  if (isEmpty(changes)) return [head, "  no resource and no output differs"];
  const { added, removed, changed, outputs } = changes;
  return [
    head,
    ...removed.map((address) => pc.red(`  - ${address}`)),
    ...changed.flatMap((address) => [
      pc.yellow(`  ~ ${address}`),
      `      ${(attributes.get(address) ?? []).join(", ")}`,
    ]),
    ...added.map((address) => pc.green(`  + ${address}`)),
    ...nameLines(outputs, "output ").map((line) => line.slice(3)),
  ];
}
