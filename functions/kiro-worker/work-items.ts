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

/** A work item as the table has it. What somebody else put there may hold anything: check it. */
export type Stored = Readonly<Record<string, unknown>> & { readonly id: string };

export interface Tables {
  readonly workItems: string;
  readonly locks: string;
}

/** The work items and their locks. Every change is a conditional write, so that of any number of pollers one makes it. */
export class WorkItems {
  constructor(
    private readonly tables: Tables,
    private readonly client = new DynamoDBClient({}),
    /** Seconds since 1970. */
    private readonly now: () => number = () => Math.floor(Date.now() / 1000),
  ) {}

  /** Adds a new item. @returns false when there is one with its id */
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
   * Takes the lock of a pending item and marks the item, both or neither: a list that is old starts nothing twice.
   * A lock that outlived its time counts as none, whether or not DynamoDB has removed it yet.
   * @returns false when somebody else has the item
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

  /** Gives a claimed item back, or up, and frees its lock. */
  release(id: string, owner: string, to: "pending" | "failed", reason: string, attempts: number): Promise<boolean> {
    return this.transact(this.unlock(id), { id, from: ["starting"], owner, to, set: { reason, attempts } });
  }

  /** A build ended, and with it the lock of its item. @returns false when that was recorded before, or is not the item's build */
  finish(id: string, build: string, to: "succeeded" | "failed", reason: string): Promise<boolean> {
    return this.transact(this.unlock(id), { id, from: ["starting", "building"], build, to, set: { reason } });
  }

  /** Changes an item alone. @returns false when it is not any more what it was taken for */
  move(change: Change): Promise<boolean> {
    const update = { TableName: this.tables.workItems, ...conditionalUpdate(change, this.now()) };
    return unless(ConditionalCheckFailedException, () => this.client.send(new UpdateItemCommand(update)));
  }

  /** Whether a lock is held on an item now. */
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

/** Whether a conditional write was made. Another error than its condition, or a writer at the same moment, is thrown. */
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
