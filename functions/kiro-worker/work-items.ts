import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { toItem } from "./attributes";
import { type Change, conditionalUpdate, type Status, timestamp } from "./change";
import type { WorkItem } from "./work-item";
import { itemsWithStatus, type Stored, unknownIds } from "./work-item-list";

export type { Stored } from "./work-item-list";

/** Seconds that the item of a source is kept after its end: a century, because nothing says when its source forgets it. */
const keptSeconds = 100 * 365 * 86_400;

export interface Tables {
  readonly workItems: string;
  readonly locks: string;
}

/** The work items and their locks. Every change is a conditional write, so that only one of many pollers makes it. */
export class WorkItems {
  constructor(
    private readonly tables: Tables,
    private readonly client = new DynamoDBClient({}),
    /** Seconds since 1970. */
    private readonly now: () => number = () => Math.floor(Date.now() / 1000),
  ) {}

  /**
   * Adds a new item. @returns false if an item has this id already
   * @param kept whether the item stays after its end, because its source goes on offering it
   */
  add(item: WorkItem, { kept = false } = {}): Promise<boolean> {
    const time = timestamp(this.now());
    const kept_until = kept ? this.now() + keptSeconds : undefined;
    const put = new PutItemCommand({
      TableName: this.tables.workItems,
      Item: toItem({ ...item, status: "pending", attempts: 0, created_at: time, updated_at: time, kept_until }),
      ConditionExpression: "attribute_not_exists(id)",
    });
    return unless(ConditionalCheckFailedException, () => this.client.send(put));
  }

  /** See `itemsWithStatus`. */
  withStatus(status: Status, except: ReadonlySet<string> = new Set()): AsyncGenerator<Stored> {
    return itemsWithStatus(this.client, this.tables.workItems, status, except);
  }

  /** See `unknownIds`. */
  unknown(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return unknownIds(this.client, this.tables.workItems, ids);
  }

  /**
   * Takes the lock of a pending item and changes the item, in one transaction, so that an old list starts nothing twice.
   * An expired lock does not count, even if DynamoDB has not deleted it yet.
   * @returns false if another poller has the item
   */
  claim(id: string, owner: string, lockSeconds: number): Promise<boolean> {
    const now = this.now();
    const lock = {
      TableName: this.tables.locks,
      Item: toItem({ id, owner, acquired_at: timestamp(now), expires_at: now + lockSeconds }),
      ConditionExpression: "attribute_not_exists(id) OR expires_at < :now",
      ExpressionAttributeValues: toItem({ ":now": now }),
    };
    const set = { owner, claimed_at: now };
    return this.transact({ Put: lock }, { id, from: ["pending"], to: "starting", set }, true);
  }

  /** Returns a claimed item to pending, or makes it fail, and frees its lock. Only where its claim has no build that runs. */
  release(id: string, owner: string, to: "pending" | "failed", reason: string): Promise<boolean> {
    const from: Status[] = to === "failed" ? ["starting", "building"] : ["starting"];
    return this.transact(this.unlock(id), { id, from, owner, to, set: { reason } });
  }

  /** Records that the build of a claim ended, and frees the lock. @returns false if it was recorded before, or the item has another build */
  finish(id: string, owner: string, build: string, to: "succeeded" | "failed", reason: string): Promise<boolean> {
    return this.transact(this.unlock(id), { id, from: ["starting", "building"], owner, build, to, set: { reason } });
  }

  /** Changes an item without its lock. @returns false if the conditions do not hold any more */
  move(change: Change): Promise<boolean> {
    const update = { TableName: this.tables.workItems, ...conditionalUpdate(change, this.now()) };
    return unless(ConditionalCheckFailedException, () => this.client.send(new UpdateItemCommand(update)));
  }

  /** Whether an item has a lock that has not expired. */
  async locked(id: string): Promise<boolean> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.tables.locks, Key: toItem({ id }), ConsistentRead: true }),
    );
    return Item !== undefined && Number(Item["expires_at"]?.N) >= this.now();
  }

  /** Counts the runs of the poller in a row that had a fault, beside the locks. @returns their number; 0 after a run without */
  async failedRuns(failed: boolean): Promise<number> {
    const counter = { TableName: this.tables.locks, Key: toItem({ id: "#failed-runs" }) }; // No item has such an id.
    if (!failed) {
      await this.client.send(new DeleteItemCommand(counter));
      return 0;
    }
    const { Item = {} } = await this.client.send(new GetItemCommand({ ...counter, ConsistentRead: true }));
    const runs = 1 + Number(Item["runs"]?.N ?? 0);
    const { TableName, Key } = counter;
    await this.client.send(new PutItemCommand({ TableName, Item: { ...Key, ...toItem({ runs }) } }));
    return runs;
  }

  private unlock(id: string): TransactWriteItem {
    return { Delete: { TableName: this.tables.locks, Key: toItem({ id }) } };
  }

  /** @param yields whether a write at the same time counts as an unmet condition. Otherwise it is an error: try again */
  private transact(lock: TransactWriteItem, change: Change, yields = false): Promise<boolean> {
    const Update = { TableName: this.tables.workItems, ...conditionalUpdate(change, this.now()) };
    const write = new TransactWriteItemsCommand({ TransactItems: [lock, { Update }] });
    return unless(TransactionCanceledException, () => this.client.send(write), yields);
  }
}

/** Whether a conditional write was made. @throws errors other than an unmet condition */
async function unless(
  refused: new (...args: never[]) => Error,
  write: () => Promise<unknown>,
  yields = false,
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (!(error instanceof refused)) throw error;
    const codes = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    const harmless = ["None", "ConditionalCheckFailed", ...(yields ? ["TransactionConflict"] : [])];
    if (codes.some(({ Code = "None" }) => !harmless.includes(Code))) throw error;
    return false;
  }
}
