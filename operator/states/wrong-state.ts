import type { TerraformError } from "../terraform/diagnostics";
import { readHistory, type StateHistory, type StateVersion } from "./history";
import { type StateOwner, statesOf } from "./open";
import { factsText, restoreCommand } from "./words";

/** What Terraform says of a state in S3 that it does not take. */
export interface WrongState {
  /** The checksum of the state that was saved last; nothing if the lock table has none. */
  readonly checksum?: string;
}

/** Whether an error is that the object in the bucket is not the state that was saved last. */
export function wrongStateIn({ diagnostics }: TerraformError): WrongState | undefined {
  const text = diagnostics.map(({ summary, detail }) => `${summary}\n${detail ?? ""}`).join("\n");
  if (/Unsupported state file format/.test(text)) return {};
  if (!/state data in S3 does not have the expected content/.test(text)) return undefined;
  const checksum = /Stored checksum:\s*([0-9a-f]{32})/.exec(text)?.[1];
  return checksum ? { checksum } : {};
}

/** What is wrong with the object of a state, and the command that puts it right. The versions are looked up. */
export async function wrongStateText(owner: StateOwner, { checksum }: WrongState): Promise<string> {
  const { id } = owner;
  const states = await statesOf(owner);
  try {
    const history = await readHistory(id, states);
    return (
      problemLines(history) ?? [`${head(history)} could not be read, and is whole by now: run the command again`]
    ).join("\n");
  } catch (error) {
    return [
      `${id}: the state in ${states.place} is not the one that was saved last${expectedText(checksum)}. Nothing was changed.`,
      `Its versions could not be read: ${(error as Error).message}`,
      `With the rights to do so, npm run state -- history ${id} says which one is whole. ${keep}`,
    ].join("\n");
  } finally {
    states.close();
  }
}

const more = "docs/operations.md (Repairing the state)";
const keep = "Do not change the checksum in the lock table: only it shows that the state is wrong.";

/** The version that is right: the one that the lock table expects, else the newest that is whole. */
export function wholeVersion({ versions, expected }: StateHistory): StateVersion | undefined {
  const whole = versions.filter(({ condition }) => condition.is === "whole");
  const [newest] = whole;
  const saved = expected ? whole.find(({ isExpected }) => isExpected) : newest;
  // Terraform that is ended between the two writes leaves a state that is newer than its checksum.
  return saved && newest && isNewer(newest, saved) ? newest : (saved ?? newest);
}

/** What is wrong with the version that is read now, and which one is whole; nothing if it is the right one. */
export function problemLines(history: StateHistory): string[] | undefined {
  const { id, versions, expected } = history;
  const [now] = versions;
  if (!now) return expected ? [`${head(history)} is not there, and has no version: see ${more}`] : undefined;
  const right = wholeVersion(history);
  const isRight = now.condition.is === "whole" && (expected === undefined || now.isExpected);
  if (isRight) return undefined;
  const saved = now.isExpected ? "" : expectedText(expected);
  const first = `${head(history)} is not the one that was saved last${saved}, found ${foundText(now, right, history)}. Nothing was changed.`;
  if (!right)
    return [
      first,
      `No version ${history.isCut ? `of the newest ${versions.length} ` : ""}is a whole state of ${id}: see ${more}.`,
    ];
  const command = `  ${restoreCommand(id, right.id)}`;
  if (right === now)
    return expected && versions.some(({ isExpected }) => isExpected)
      ? [
          first,
          "It is newer than the checksum, as when Terraform is ended after it has saved the state and before it has saved the checksum. To take it:",
          command,
        ]
      : [first, `No version has the checksum. To take the newest, once you see that it is one of ${id}:`, command];
  const what = `version ${right.id} of ${right.saved.toISOString()} (${factsText(right)})`;
  if (!expected || right.isExpected || now.isExpected)
    return [first, `The whole one is ${what}. To put it back:`, command, keep];
  return [
    first,
    `No version has the checksum. The newest that is whole: ${what}. See that it is one of ${id}; then, to take it:`,
    command,
    `What was deployed after it is not in it: see ${more}.`,
  ];
}

const head = ({ id, place }: Pick<StateHistory, "id" | "place">) => `${id}: the state in ${place}`;

function expectedText(checksum: string | undefined): string {
  return checksum ? `: expected the checksum ${checksum}` : ": expected a state";
}

function foundText(now: StateVersion, right: StateVersion | undefined, { id }: StateHistory): string {
  const { condition, bytes, isExpected, state } = now;
  const what = factsText(now);
  switch (condition.is) {
    case "deleted":
      return "no object: it was deleted";
    case "no data":
      return `a version without data (status ${condition.status})`;
    case "cut":
      return right && condition.of === right.id
        ? `the first ${bytes} bytes of it`
        : `the first ${bytes} bytes of a state`;
    case "no state":
      return `${bytes} bytes that are no state`;
    case "another stack's": {
      const fits = isExpected ? ", which was saved with its own checksum" : "";
      const origin = `(${what}, lineage ${state?.lineage})`;
      return condition.stack
        ? `the state of ${condition.stack} ${origin}${fits}`
        : `a state of another origin, such as another stack's ${origin}${fits}`;
    }
    case "whole":
      if (!right?.state || right === now) return `a ${right === now ? "newer " : ""}state (${what})`;
      return (state?.serial ?? 0) < right.state.serial
        ? `an older one (${what})`
        : `one of ${id} that was edited (${what})`;
  }
}

function isNewer({ state: a }: StateVersion, { state: b }: StateVersion): boolean {
  return a !== undefined && b !== undefined && a.lineage === b.lineage && a.serial > b.serial;
}
