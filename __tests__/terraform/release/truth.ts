import { DeleteItemCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { Entry, EntryOf } from "../../../operator/release/log/entries";
import type { ReleaseTarget } from "../../../stacks/aws/release-target";
import { stateLocation } from "../../../stacks/state-location";
import type { ClientConfig } from "../support/emulator/client-config";
import { Balancer } from "./balancer";
import { account, stack as ownStack } from "./stack-files";

/** Where the states, their locks and the logs of releases of an environment are. */
export const locationOf = (environment: string) =>
  stateLocation({ environment, region: "us-east-1", account_id: account });

/** The stack whose release is looked at. */
export interface TrueStack {
  readonly id: string;
  readonly environment: string;
  /** Has the state, if not the bucket. */
  readonly elsewhere?: { read(): string } | undefined;
}

/** The three truths of a release, read without the operator: `W` from the load balancer, `S` from the state, `L` from the log. */
export class Truth {
  private readonly s3: S3Client;
  private readonly dynamodb: DynamoDBClient;
  private readonly balancer: Balancer;

  private readonly location: ReturnType<typeof locationOf>;

  constructor(
    target: ReleaseTarget,
    config: ClientConfig,
    private readonly stack: TrueStack = { id: ownStack, environment: "dev" },
  ) {
    this.location = locationOf(stack.environment);
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.dynamodb = new DynamoDBClient(config);
    this.balancer = new Balancer(target, config);
  }

  /** `S`: the late-bound values that the state holds. */
  async values(): Promise<Readonly<Record<string, string | number>>> {
    const { elsewhere, id } = this.stack;
    const { outputs } = JSON.parse(elsewhere?.read() ?? (await this.read(id))) as State;
    return Object.fromEntries(Object.entries(outputs.release.value).map(([name, { value }]) => [name, value]));
  }

  /** `W`: the image and the share of what users reach, each side that has requests. */
  async users(): Promise<readonly { readonly image: string | undefined; readonly percent: number }[]> {
    const weights = await this.balancer.weights();
    return weights.filter(({ percent }) => percent > 0).map(({ image, percent }) => ({ image, percent }));
  }

  /** `L`: the entries of the newest release, the first one first. */
  async log(): Promise<Entry[]> {
    const keys = await this.keys(`releases/${this.stack.id}/`);
    const newest = keys
      .map((key) => key.split("/")[2] ?? "")
      .sort()
      .at(-1);
    const own = keys.filter((key) => key.split("/")[2] === newest).sort();
    return Promise.all(own.map(async (key) => JSON.parse(await this.read(key)) as Entry));
  }

  /** The last word on the newest release; undefined while it has none. */
  async final(): Promise<EntryOf<"final"> | undefined> {
    const last = (await this.log()).filter(({ type }) => type !== "request" && type !== "done").at(-1);
    return last?.type === "final" ? last : undefined;
  }

  /** The id of the lock of the state. */
  async lock(): Promise<string | undefined> {
    const { Item } = await this.dynamodb.send(new GetItemCommand({ ...this.lockItem, ConsistentRead: true }));
    const info = Item?.["Info"]?.S;
    return info === undefined ? undefined : (JSON.parse(info) as { readonly ID: string }).ID;
  }

  /** Takes away a lock that another process held. */
  async release(): Promise<void> {
    await this.dynamodb.send(new DeleteItemCommand(this.lockItem));
  }

  get lockItem() {
    const { bucket, lockTable } = this.location;
    return { TableName: lockTable, Key: { LockID: { S: `${bucket}/${this.stack.id}` } } };
  }

  private async read(Key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.location.bucket, Key }));
    return (await Body?.transformToString()) ?? "";
  }

  private async keys(Prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for (let ContinuationToken: string | undefined; ; ) {
      const page = await this.s3.send(
        new ListObjectsV2Command({ Bucket: this.location.bucket, Prefix, ContinuationToken }),
      );
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page.NextContinuationToken;
      if (!ContinuationToken) return keys;
    }
  }
}

interface State {
  readonly outputs: { readonly release: { readonly value: Record<string, { readonly value: string | number }> } };
}
