import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../process/user-error";
import { AlreadyThere, type LogStore } from "../port/log-store";
import type { Body, Entry, EntryOf, Operator, Plan } from "./entries";
import { requestsIn } from "./lost";
import { entryName, entryNumbers, idAfter, isReleaseId, releaseFolder, stackFolder } from "./names";
import { readEntry } from "./read-entry";

/** Seconds that a release still counts as watched after the end of what its last entry announced. */
const graceSeconds = 60;
/** Entries that are read at a time. */
const atOnce = 20;

interface Place {
  readonly store: LogStore;
  readonly stack: string;
}

/** The log of one release, from the point of view of one process. */
export class ReleaseLog {
  private constructor(
    private readonly place: Place,
    readonly id: string,
    private readonly read: Entry[],
  ) {}

  /** Ids of a stack's releases, oldest first. */
  static async ids({ store, stack }: Place): Promise<readonly string[]> {
    return (await store.list(stackFolder(stack))).filter(isReleaseId).sort((a, b) => Number(a) - Number(b));
  }

  /** The newest release of a stack; undefined before the first. */
  static async last(place: Place): Promise<ReleaseLog | undefined> {
    const id = (await ReleaseLog.ids(place)).at(-1);
    return id === undefined ? undefined : ReleaseLog.open(place, id);
  }

  /** A release by its id. @throws {UserError} if an entry is missing or cannot be read */
  static async open(place: Place, id: string): Promise<ReleaseLog> {
    const log = new ReleaseLog(place, id, []);
    await log.refresh();
    return log;
  }

  /**
   * Begins the release after `last`: the process that puts its first entry has it.
   * @throws {AlreadyThere} when another process was first
   */
  static async claim(place: Place, last: string | undefined, plan: Plan, by: Operator, at: number, seconds: number) {
    const log = new ReleaseLog(place, idAfter(last), []);
    await log.put({ type: "claim", plan }, by, at, seconds);
    return log;
  }

  get entries(): readonly Entry[] {
    return this.read;
  }

  get plan(): Plan {
    const [first] = this.read;
    if (first?.type !== "claim") throw new UserError(`The log of release ${this.id} does not begin with its claim.`);
    return first.plan;
  }

  /** Reads what was added since. @returns the new entries */
  async refresh(): Promise<readonly Entry[]> {
    const { store, stack } = this.place;
    const names = await store.list(releaseFolder(stack, this.id));
    const numbers = entryNumbers(names);
    const missing = numbers.findIndex((n, index) => n !== index + 1);
    if (missing >= 0) {
      throw new UserError(`The log of releases cannot be read: ${entryName(stack, this.id, missing + 1)} is missing.`);
    }
    const added: Entry[] = [];
    for (let next = this.read.length; next < numbers.length; next += atOnce) {
      const some = numbers.slice(next, next + atOnce).map((n) => entryName(stack, this.id, n));
      added.push(...(await Promise.all(some.map(async (name) => readEntry(name, await store.read(name))))));
    }
    this.read.push(...added);
    return added;
  }

  /**
   * Adds an entry after the last one that this process has read; requests of others before it are read first.
   * @param seconds until the end of what is announced
   * @returns the requests that came before it
   * @throws {LostRelease} when another process goes on with the release
   */
  async append(body: Body, by: Operator, at: number, seconds: number): Promise<EntryOf<"request">[]> {
    const requests: EntryOf<"request">[] = [];
    const own = this.read.findIndex(({ by: { token } }) => token === by.token);
    // What a process writes after it lost the release would make it the other's.
    if (own >= 0) requestsIn(this.id, this.read.slice(own), by);
    for (;;) {
      try {
        await this.put(body, by, at, seconds);
        return requests;
      } catch (error) {
        if (!(error instanceof AlreadyThere)) throw error;
        requests.push(...requestsIn(this.id, await this.refresh(), by));
      }
    }
  }

  /** Adds a request of another process, after what the release's own process wrote meanwhile. */
  async add(body: Extract<Body, { type: "request" }>, by: Operator, at: number): Promise<void> {
    for (;;) {
      try {
        return await this.put(body, by, at, 0);
      } catch (error) {
        if (!(error instanceof AlreadyThere)) throw error;
        await this.refresh();
      }
    }
  }

  private async put(body: Body, by: Operator, at: number, seconds: number): Promise<void> {
    const { store, stack } = this.place;
    const n = this.read.length + 1;
    const until = new Date(at + (seconds + graceSeconds) * 1000).toISOString();
    const entry = { version: 1, n, at: new Date(at).toISOString(), until, by, ...body } as Entry;
    const name = entryName(stack, this.id, n);
    const text = `${JSON.stringify(entry, null, 2)}\n`;
    try {
      await store.put(name, text);
      this.read.push(readEntry(name, text));
    } catch (error) {
      if (!(error instanceof AlreadyThere)) throw error;
      const found = await store.read(name);
      // Our own put, whose answer was lost and which was tried again.
      const entry = readEntry(name, found);
      if (!saysTheSame(found, text)) throw error;
      this.read.push(entry);
    }
  }
}

/** Whether two entries are one, put twice: they differ in their times alone. */
function saysTheSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => ({ ...(JSON.parse(text) as object), at: "", until: "" }));
  return isDeepStrictEqual(a, b);
}
