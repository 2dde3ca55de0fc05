import { createHash } from "node:crypto";
import type { S3Place } from "../../../operator/aws/state-bucket";
import type { BucketClients } from "../../../operator/states/bucket-clients";
import { BucketStates } from "../../../operator/states/bucket-states";

interface Version {
  readonly Key: string;
  readonly VersionId: string;
  readonly LastModified: Date;
  readonly text?: string;
  tags: { Key: string; Value: string }[];
}

type Input = Readonly<Record<string, unknown>>;

/** A versioned bucket and a lock table, as far as states need them. */
export class FakeBucket {
  readonly place: S3Place = { bucket: "states", key: "aws-x", region: "eu-west-1", dynamodb_table: "locks" };
  readonly table = new Map<string, Record<string, { S: string }>>();
  /** Each request so far, as its name. */
  readonly requests: string[] = [];
  /** What a request is refused with, by its name. */
  readonly refusals = new Map<string, Error>();
  /** Runs before a request is answered, by its name. */
  readonly before = new Map<string, () => void>();
  private readonly all: Version[] = [];

  get clients(): BucketClients {
    const send = (command: { input: Input; constructor: { name: string } }) => this.answer(command);
    return { s3: { send, destroy() {} }, dynamodb: { send, destroy() {} } } as unknown as BucketClients;
  }

  states(more: Partial<S3Place> = {}): BucketStates {
    return new BucketStates({ ...this.place, ...more }, this.clients);
  }

  /** Saves an object; nothing in its place deletes it. Returns the version. */
  put(text: string | undefined, Key = this.place.key, tags: Version["tags"] = []): string {
    const n = this.all.length + 1;
    const VersionId = `${"abcdefghij"[n % 10]}${n}-version`;
    const LastModified = new Date(Date.UTC(2026, 10, 30, 4, n));
    this.all.push({ Key, VersionId, LastModified, tags, ...(text !== undefined && { text }) });
    return VersionId;
  }

  /** Saves a state with its checksum, as Terraform does. */
  save(text: string, tags: Version["tags"] = []): string {
    this.table.set("states/aws-x-md5", { Digest: { S: md5(text) } });
    return this.put(text, this.place.key, tags);
  }

  /** What is read of an object now. */
  newest(Key = this.place.key): Version | undefined {
    return this.all.filter((it) => it.Key === Key).at(-1);
  }

  get checksum(): string | undefined {
    return this.table.get("states/aws-x-md5")?.["Digest"]?.S;
  }

  private async answer(command: { input: Input; constructor: { name: string } }): Promise<object> {
    const { input } = command;
    const name = command.constructor.name.replace(/Command$/, "");
    this.requests.push(name);
    this.before.get(name)?.();
    const refusal = this.refusals.get(name);
    if (refusal) throw refusal;
    const { Key, VersionId, Item, ConditionExpression } = input as { [key: string]: never };
    const found = this.all.filter((it) => it.Key === Key && (!VersionId || it.VersionId === VersionId)).at(-1);
    const isThere = found?.text !== undefined;
    switch (name) {
      case "ListObjectVersions": {
        const matching = [...this.all].reverse().filter((it) => it.Key.startsWith(String(input["Prefix"])));
        const shown = matching.map((it) => ({ ...it, IsLatest: this.newest(it.Key) === it }));
        const [Versions, DeleteMarkers] = [true, false].map((is) =>
          shown.filter(({ text }) => (text !== undefined) === is),
        );
        return { Versions, DeleteMarkers };
      }
      case "GetObject":
        if (!isThere) throw failure("NoSuchKey", 404);
        return {
          Body: { transformToString: async () => found?.text },
        };
      case "HeadObject":
        if (!isThere) throw failure("NotFound", 404);
        return { VersionId: found?.VersionId };
      case "GetObjectTagging":
        return { TagSet: found?.tags ?? [] };
      case "PutObjectTagging":
        if (found) found.tags = (input["Tagging"] as { TagSet: Version["tags"] }).TagSet;
        return {};
      case "PutObject": {
        if (input["IfNoneMatch"] === "*" && isThere) throw failure("PreconditionFailed", 412);
        const tags = [...new URLSearchParams(String(input["Tagging"] ?? ""))].map(([Key, Value]) => ({ Key, Value }));
        return { VersionId: this.put(String(input["Body"]), Key, tags) };
      }
      case "DeleteObject":
        this.put(undefined, Key);
        return {};
      case "GetItem":
        return { Item: this.table.get((Key as { LockID: { S: string } }).LockID.S) };
      case "PutItem": {
        const { LockID, ...row } = Item as Record<string, { S: string }>;
        const id = LockID?.S ?? "";
        if (ConditionExpression && this.table.has(id)) throw failure("ConditionalCheckFailedException", 400);
        this.table.set(id, row);
        return {};
      }
      case "DeleteItem": {
        const id = (Key as { LockID: { S: string } }).LockID.S;
        const { ":info": info } = (input["ExpressionAttributeValues"] ?? {}) as Record<string, { S: string }>;
        if (this.table.get(id)?.["Info"]?.S !== info?.S) throw failure("ConditionalCheckFailedException", 400);
        this.table.delete(id);
        return {};
      }
      default:
        throw new Error(`expected a request that a state needs, found ${name}`);
    }
  }
}

export const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

export function failure(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}

/** Values of a resource, by its address in `terraform_data`. */
type Resources = Readonly<Record<string, object>>;

/** A state as Terraform writes it, of resources with the tag of their stack. */
export function stateText(
  serial: number,
  resources: Resources = {},
  more: { stack?: string; lineage?: string; outputs?: object } = {},
): string {
  const { stack = "aws-x", lineage = "11111111-aaaa", outputs = {} } = more;
  const made = Object.entries(resources).map(([name, attributes]) => ({
    mode: "managed",
    type: "aws_sqs_queue",
    name,
    instances: [
      { attributes: { ...attributes, ...(stack && { tags_all: { Stack: stack } }) }, sensitive_attributes: [] },
    ],
  }));
  return JSON.stringify(
    { version: 4, terraform_version: "1.11.4", serial, lineage, outputs, resources: made },
    null,
    2,
  );
}
