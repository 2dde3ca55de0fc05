import { DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { S3Place } from "../aws/state-bucket";
import { UserError } from "../process/user-error";
import { type BucketClients, withRight } from "./bucket-clients";
import type { Lock } from "./lock-info";

/**
 * A state's two items in the table of Terraform's backend: `<bucket>/<key>` is its lock, `<bucket>/<key>-md5` the checksum of what was saved
 * last (internal/backend/remote-state/s3/client.go of Terraform 1.11).
 */
export class LockTable implements Lock {
  readonly name: string;
  private readonly id: string;

  constructor(
    private readonly table: string,
    private readonly place: S3Place,
    private readonly clients: BucketClients,
  ) {
    this.name = `the table ${table}`;
    this.id = `${place.bucket}/${place.key}`;
  }

  async read(): Promise<string | undefined> {
    return (await this.item(this.id))?.["Info"]?.S;
  }

  async take(info: string): Promise<boolean> {
    const Item = { LockID: { S: this.id }, Info: { S: info } };
    const free = { ConditionExpression: "attribute_not_exists(LockID)" };
    return this.unlessOther("PutItem", new PutItemCommand({ TableName: this.table, Item, ...free }));
  }

  async free(info: string): Promise<boolean> {
    const own = { ConditionExpression: "Info = :info", ExpressionAttributeValues: { ":info": { S: info } } };
    const Key = { LockID: { S: this.id } };
    return this.unlessOther("DeleteItem", new DeleteItemCommand({ TableName: this.table, Key, ...own }));
  }

  /** The checksum of what was saved last; nothing where none is kept, or the table is gone. */
  async checksum(): Promise<string | undefined> {
    const found = await this.item(`${this.id}-md5`).catch((error: Error) => {
      if (error instanceof NoTable) return undefined;
      throw error;
    });
    return found?.["Digest"]?.S;
  }

  async setChecksum(md5: string): Promise<void> {
    const Item = { LockID: { S: `${this.id}-md5` }, Digest: { S: md5 } };
    await this.request("PutItem", this.clients.dynamodb.send(new PutItemCommand({ TableName: this.table, Item })));
  }

  private async item(id: string) {
    const get = new GetItemCommand({ TableName: this.table, Key: { LockID: { S: id } }, ConsistentRead: true });
    return (await this.request("GetItem", this.clients.dynamodb.send(get))).Item;
  }

  /** Whether the condition of a request held. */
  private async unlessOther(action: string, command: PutItemCommand | DeleteItemCommand): Promise<boolean> {
    const { dynamodb } = this.clients;
    const sent: Promise<object> = command instanceof PutItemCommand ? dynamodb.send(command) : dynamodb.send(command);
    const isOther = ({ name }: Error) => name === "ConditionalCheckFailedException";
    const held = sent.then(
      () => true,
      (error: Error) => {
        if (isOther(error)) return false;
        throw error;
      },
    );
    return this.request(action, held);
  }

  private request<T>(action: string, request: Promise<T>): Promise<T> {
    return withRight(`dynamodb:${action}`, this.place, request).catch((error: Error) => {
      if (error.name !== "ResourceNotFoundException") throw error;
      throw new NoTable(this.table, { cause: error });
    });
  }
}

/** The table was deleted. */
class NoTable extends UserError {
  constructor(table: string, options: ErrorOptions) {
    const again = "To make the table again, run npm run bootstrap -- <environment>";
    super(
      `the lock table ${table} does not exist, so the state cannot be locked. Nothing was changed. ${again}`,
      options,
    );
  }
}
