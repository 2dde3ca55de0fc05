import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { ownName, removeLeftovers } from "../start/leftovers.cjs";

/** How many builds are kept. One takes about 30 MB. */
const most = 3;

/**
 * The folder of a key, which `make` fills where it is not kept: the last {@link most} that were used are. It is made under another name, so
 * that it is complete or absent, also after a run that was killed, and with two runs at once.
 */
export async function kept(folder: string, key: string, make: (draft: string) => Promise<void>): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeLeftovers(folder, "draft");
  const found = join(folder, key);
  if (!existsSync(found)) {
    const draft = join(folder, ownName("draft"));
    rmSync(draft, { recursive: true, force: true });
    try {
      await make(draft);
      rename(draft, found);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  utimesSync(found, new Date(), new Date());
  removeOthers(folder);
  return found;
}

function rename(draft: string, found: string): void {
  try {
    renameSync(draft, found);
  } catch (error) {
    // Another run has made the same in the meantime.
    if (!existsSync(found)) throw error;
  }
}

/** Removes those that were not used for longest, each under another name first. */
function removeOthers(folder: string): void {
  const others = readdirSync(folder)
    .filter((name) => !name.startsWith("draft-"))
    .map((name) => ({ name, usedAt: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((one, other) => other.usedAt - one.usedAt);
  for (const { name } of others.slice(most)) {
    const gone = join(folder, `${ownName("draft")}-${name}`);
    try {
      renameSync(join(folder, name), gone);
    } catch {
      continue; // Another run removes it.
    }
    rmSync(gone, { recursive: true, force: true });
  }
}
