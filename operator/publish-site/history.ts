import { UserError } from "../process/user-error";
import type { FinishedRelease, Release } from "./release";
import type { ReleaseRecords, StoredRelease } from "./release-records";

/** The releases that were published before. */
export interface History {
  /** The numbers of all releases. */
  readonly numbers: readonly number[];
  /** The newest release, if it was not finished: the site is a mixture of it and the one before. */
  readonly open?: StoredRelease;
  /** The newest finished release. */
  readonly last?: Release;
}

export async function readHistory(records: ReleaseRecords): Promise<History> {
  const numbers = await records.numbers();
  const newest = await maybe(records, numbers.at(-1));
  if (newest?.release.finished) return { numbers, last: newest.release };
  return { numbers, open: newest, last: (await maybe(records, numbers.at(-2)))?.release };
}

/** The files of an earlier release, and the number of the release that first published them. */
export interface Earlier {
  readonly number: number;
  readonly files: FinishedRelease["files"];
}

/**
 * The release before the current one. If the newest release was not finished, it is undone; an unfinished rollback goes on. A rollback
 * counts as the release that it restored, so that a second rollback goes one release further back.
 * @throws {UserError} when there is no earlier release
 */
export async function earlierRelease(records: ReleaseRecords, { numbers, open, last }: History): Promise<Earlier> {
  if (open?.release.restores !== undefined) return read(records, open.release.restores);
  if (open) {
    if (!last) throw new UserError("the first release was not finished, and no release is before it: publish again");
    return earlier(last);
  }
  if (!last) throw new UserError("expected an earlier release, found none: nothing was published yet");
  const current = last.restores ?? last.number;
  const before = numbers.filter((number) => number < current).at(-1);
  if (before === undefined)
    throw new UserError(`expected a release before release ${current}, which is the current one, found none`);
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
