import type { S3Place } from "../aws/state-bucket";
import { UserError } from "../process/user-error";
import { lockOf, type StateLock } from "../terraform/state-lock";
import type { BucketClients } from "./bucket-clients";
import { lockObject } from "./lock-file";
import { type Lock, ownLock } from "./lock-info";
import { LockTable } from "./lock-table";

/** The locks of a state in S3, in the order in which Terraform's backend takes them: the object if the settings want it, then the table. */
export class BucketLock {
  private readonly locks: readonly Lock[];
  private readonly table?: LockTable;

  constructor(
    private readonly place: S3Place,
    clients: BucketClients,
  ) {
    const { use_lockfile, dynamodb_table } = place;
    if (dynamodb_table) this.table = new LockTable(dynamodb_table, place, clients);
    this.locks = [...(use_lockfile ? [lockObject(place, clients)] : []), ...(this.table ? [this.table] : [])];
  }

  /** Who holds it; nothing if it is free. */
  async holder(): Promise<StateLock | undefined> {
    for (const lock of this.locks) {
      const text = await lock.read();
      if (text === undefined) continue;
      const held = lockOf(text);
      // One that cannot be read is held all the same.
      return { ...held, id: held.id || "unknown" };
    }
    return undefined;
  }

  /** Runs `use` under the lock, which is freed in the end. @throws {UserError} when something holds it */
  async hold<T>(operation: string, use: () => Promise<T>): Promise<T> {
    const info = ownLock(operation, `${this.place.bucket}/${this.place.key}`);
    const taken: Lock[] = [];
    try {
      for (const lock of this.locks) {
        if (!(await lock.take(info)))
          throw new UserError(`another run has just locked the state (${lock.name}): nothing was changed`);
        taken.push(lock);
      }
      return await use();
    } finally {
      for (const lock of taken.reverse()) await lock.free(info);
    }
  }

  /** The MD5 of what was saved last; nothing where none is kept. */
  checksum(): Promise<string | undefined> {
    return this.table?.checksum() ?? Promise.resolve(undefined);
  }

  async setChecksum(md5: string): Promise<void> {
    await this.table?.setChecksum(md5);
  }
}
