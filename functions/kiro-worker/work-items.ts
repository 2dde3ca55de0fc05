import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { fromItem, toItem } from "./attributes";
import { type Change, conditionalUpdate, type Status, timestamp } from "./change";
import type { WorkItem } from "./work-item";

/** A work item in the table. Other writers may have stored any content, so check it before use. */
export type Stored = Readonly<Record<string, unknown>> & { readonly id: string };

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

  /** Adds a new item. @returns false if an item has this id already */
  add(item: WorkItem): Promise<boolean> {
    const time = timestamp(this.now());
    const put = new PutItemCommand({
      TableName: this.tables.workItems,
      Item: toItem({ ...item, status: "pending", attempts: 0, created_at: time, updated_at: time }),
      ConditionExpression: "attribute_not_exists(id)",
    });
    return unless(ConditionalCheckFailedException, () => this.client.send(put));
  }

  /** The oldest items with a status, at most `limit`. */
  async withStatus(status: Status, limit: number): Promise<Stored[]> {
    const { Items = [] } = await this.client.send(
      new QueryCommand({
        TableName: this.tables.workItems,
        IndexName: "by-status",
        KeyConditionExpression: "#status = :status",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: toItem({ ":status": status }),
        Limit: limit,
      }),
    );
    return Items.map((item) => fromItem(item) as Stored);
  }

  /**
   * Takes the lock of a pending item and changes the item, in one transaction, so that an old list starts nothing twice.
   * An expired lock does not count, even if DynamoDB has not deleted it yet.
   * @returns false if another poller has the item
   */
  claim(id: string, owner: string, lockSeconds: number, attempts: number): Promise<boolean> {
    const now = this.now();
    const lock = {
      TableName: this.tables.locks,
      Item: toItem({ id, owner, acquired_at: timestamp(now), expires_at: now + lockSeconds }),
      ConditionExpression: "attribute_not_exists(id) OR expires_at < :now",
      ExpressionAttributeValues: toItem({ ":now": now }),
    };
    return this.transact({ Put: lock }, { id, from: ["pending"], to: "starting", set: { owner, attempts } });
  }

  /** Returns a claimed item to pending, or makes it fail, and frees its lock. */
  release(id: string, owner: string, to: "pending" | "failed", reason: string, attempts: number): Promise<boolean> {
    return this.transact(this.unlock(id), { id, from: ["starting"], owner, to, set: { reason, attempts } });
  }

  /** Records that a build ended, and frees the lock of its item. @returns false if it was recorded before, or the item has another build */
  finish(id: string, build: string, to: "succeeded" | "failed", reason: string): Promise<boolean> {
    return this.transact(this.unlock(id), { id, from: ["starting", "building"], build, to, set: { reason } });
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

  private unlock(id: string): TransactWriteItem {
    return { Delete: { TableName: this.tables.locks, Key: toItem({ id }) } };
  }

  private transact(lock: TransactWriteItem, change: Change): Promise<boolean> {
    const Update = { TableName: this.tables.workItems, ...conditionalUpdate(change, this.now()) };
    return unless(TransactionCanceledException, () =>
      this.client.send(new TransactWriteItemsCommand({ TransactItems: [lock, { Update }] })),
    );
  }
}

/** Whether a conditional write was made. @throws errors other than an unmet condition or a write at the same time */
async function unless(refused: new (...args: never[]) => Error, write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (!(error instanceof refused)) throw error;
    const codes = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    const other = codes.find(({ Code = "None" }) => !/^(None|ConditionalCheckFailed|TransactionConflict)$/.test(Code));
    if (other) throw error;
    return false;
  }
}
