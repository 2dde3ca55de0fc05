import { UserError } from "../process/user-error";
import type { FinishedRelease, Release } from "./release";
import type { ReleaseRecords, StoredRelease } from "./release-records";

/** What was published before. */
export interface History {
  /** The numbers of all releases. */
  readonly numbers: readonly number[];
  /** The newest release, if it was not finished: what the site has is a mixture. */
  readonly open?: StoredRelease;
  /** The newest release that was. */
  readonly last?: Release;
}

export async function readHistory(records: ReleaseRecords): Promise<History> {
  const numbers = await records.numbers();
  const newest = await maybe(records, numbers.at(-1));
  if (newest?.release.finished) return { numbers, last: newest.release };
  return { numbers, open: newest, last: (await maybe(records, numbers.at(-2)))?.release };
}

/** Files of an earlier release, and the number of the release that first had them. */
export interface Earlier {
  readonly number: number;
  readonly files: FinishedRelease["files"];
}

/**
 * The release before the one that the site has. One that was not finished is undone first; a rollback that was not finished goes on. What
 * a rollback has put back counts as what it was, so that a second rollback goes one further.
 * @throws {UserError} when there is none
 */
export async function earlierRelease(records: ReleaseRecords, { numbers, open, last }: History): Promise<Earlier> {
  if (open?.release.restores !== undefined) return read(records, open.release.restores);
  if (open) {
    if (!last) throw new UserError("the first release was not finished, and there is none before it: publish again");
    return earlier(last);
  }
  if (!last) throw new UserError("nothing was published yet");
  const current = last.restores ?? last.number;
  const before = numbers.filter((number) => number < current).at(-1);
  if (before === undefined) throw new UserError(`there is no release before release ${current}, which the site has`);
  return read(records, before);
}

async function read(records: ReleaseRecords, number: number): Promise<Earlier> {
  return earlier((await records.read(number)).release);
}

function earlier({ number, restores, finished }: Release): Earlier {
  if (!finished) throw new UserError(`release ${number} was not finished`);
  return { number: restores ?? number, files: finished.files };
}

async function maybe(records: ReleaseRecords, number: number | undefined): Promise<StoredRelease | undefined> {
  return number === undefined ? undefined : records.read(number);
}
