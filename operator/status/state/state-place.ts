import type { S3Client } from "@aws-sdk/client-s3";
import { backendBucket, backendClient, backendOptions } from "../../preflight/aws/state";
import { groupBy } from "../../preflight/look/grouped";
import type { Block, StackView } from "../../preflight/look/stack-view";
import { BucketLog } from "../../release/aws/log-store";
import { awsCommand, quick } from "../aws/status-account";
import { type About, inTime, type LookingAt, looked, type Seen, type StatusFinding } from "../finding";
import type { Outputs, ReleasePlace } from "./releases";

/** An object of a state bucket at its top: a state, or the lock of one. */
export interface StateObject {
  readonly key: string;
  readonly saved: Date | undefined;
  readonly bytes: number;
}

/** Terraform's own lock of a state in S3 (`use_lockfile`). */
const lockFile = /\.tflock$/;

/** The state bucket of stacks, with the credentials of their backend. It is listed once. */
export class BucketPlace implements LookingAt, ReleasePlace {
  private listing: Promise<readonly StateObject[] | undefined> | undefined;
  private s3: Promise<S3Client> | undefined;

  constructor(
    /** The settings of the backend; their key is that of one stack. */
    readonly settings: Block,
    readonly stacks: readonly StackView[],
    readonly emulated: boolean,
  ) {}

  get bucket(): string {
    return String(this.settings["bucket"]);
  }

  get table(): string | undefined {
    const table = this.settings["dynamodb_table"];
    return typeof table === "string" ? table : undefined;
  }

  get owner(): string | undefined {
    return backendBucket(this.settings).ExpectedBucketOwner;
  }

  async options() {
    return { ...(await backendOptions(this.settings)), ...quick };
  }

  client(): Promise<S3Client> {
    this.s3 ??= backendClient(this.settings, quick);
    return this.s3;
  }

  /** What is at the top of the bucket; nothing where there is no bucket. @throws where it cannot be listed */
  objects(): Promise<readonly StateObject[] | undefined> {
    this.listing ??= inTime(() => this.list());
    return this.listing;
  }

  /** The states of the bucket, of whichever stack. @throws where it cannot be listed */
  async states(): Promise<readonly StateObject[]> {
    return ((await this.objects()) ?? []).filter(({ key }) => !lockFile.test(key));
  }

  private async list(): Promise<readonly StateObject[] | undefined> {
    const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
    const client = await this.client();
    const found: StateObject[] = [];
    try {
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client },
        { ...backendBucket(this.settings), Delimiter: "/" },
      ))
        found.push(
          ...Contents.map(({ Key = "", LastModified, Size = 0 }) => ({ key: Key, saved: LastModified, bytes: Size })),
        );
    } catch (error) {
      if ((error as Error).name === "NoSuchBucket") return undefined;
      throw error;
    }
    return found;
  }

  /** The object of a key as text. @throws where it cannot be read */
  async read(key: string): Promise<string> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const { Body } = await (await this.client()).send(
      new GetObjectCommand({ ...backendBucket(this.settings), Key: key }),
    );
    return (await Body?.transformToString()) ?? "";
  }

  async log(): Promise<BucketLog> {
    return new BucketLog(await this.client(), this.bucket, this.owner);
  }

  async outputs(stack: StackView): Promise<Outputs> {
    return (JSON.parse(await this.read(keyOf(stack))) as { readonly outputs?: Outputs }).outputs ?? {};
  }

  async ask(about: About, ask: () => Promise<Seen | readonly Seen[]>): Promise<StatusFinding[]> {
    const found = await looked(about, ask, this);
    const lacks = ({ level, detail }: StatusFinding) =>
      level === "unknown" && /credentials|token.*expired/i.test(detail);
    return found.map((one) => (lacks(one) ? { ...one, command: "aws sso login" } : one));
  }

  command(words: string): string {
    return awsCommand(`${words} --region ${this.settings["region"]}`, this.emulated);
  }
}

/** The state buckets of stacks, one for each bucket, region and role. @param emulated whether the stacks are deployed to the emulator */
export function bucketPlaces(stacks: readonly StackView[], emulated = false): BucketPlace[] {
  const inBuckets = stacks.filter(({ backend }) => backend.type === "s3");
  const groups = groupBy(inBuckets, ({ backend: { settings } }) =>
    JSON.stringify([settings["bucket"], settings["region"], settings["assume_role"]]),
  );
  return [...groups.values()].map((of) => {
    const [first] = of as [StackView];
    return new BucketPlace(first.backend.settings, of, emulated);
  });
}

/** The key of a stack's state. */
export const keyOf = (stack: StackView): string => String(stack.backend.settings["key"]);
