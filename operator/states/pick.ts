import { UserError } from "../process/user-error";
import type { StateHistory, StateVersion } from "./history";
import { factsText } from "./words";

/**
 * The version that a name means: `now`, `-1` (the one before it), a serial, an id or its beginning.
 * @throws {UserError} for a name that means none, or more than one
 */
export function pick({ id, versions, isCut }: StateHistory, name: string): StateVersion {
  const found = meant(versions, name);
  const [version, ...others] = found;
  if (version && others.length === 0) return version;
  if (version) {
    const list = found.map((it) => `  ${it.id} of ${it.saved.toISOString()} (${factsText(it)})`);
    throw new UserError(
      [`${name}: expected one version of the state of ${id}, found ${found.length}:`, ...list].join("\n"),
    );
  }
  const read = isCut ? `the newest ${versions.length} (more with --most)` : `its ${versions.length}`;
  throw new UserError(
    `${name}: expected a version of the state of ${id} (now, -1, -2 …, a serial, or the beginning of an id), found none in ${read}: see npm run state -- history ${id}`,
  );
}

function meant(versions: readonly StateVersion[], name: string): readonly StateVersion[] {
  if (name === "now") return versions.slice(0, 1);
  const [, back] = /^-(\d+)$/.exec(name) ?? [];
  if (back !== undefined) return versions.filter((version) => version.back === Number(back));
  const exact = versions.filter(({ id }) => id === name);
  if (exact.length > 0) return exact;
  return versions.filter(({ id, state }) => id.startsWith(name) || String(state?.serial) === name);
}
