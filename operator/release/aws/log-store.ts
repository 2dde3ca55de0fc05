import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { failedWith } from "../../aws/client";
import { bucketRequest } from "../../aws/state-bucket";
import { AlreadyThere, type LogStore } from "../port/log-store";

/** The log of releases in the bucket of the state: objects are put once, and never rewritten or deleted. */
export class BucketLog implements LogStore {
  /** @param owner the account that the bucket must belong to. @default - any */
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
    private readonly owner?: string,
  ) {}

  async list(folder: string): Promise<readonly string[]> {
    const names: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const request = { ...this.place(), Prefix: folder, Delimiter: "/", ContinuationToken };
      const page = await this.s3.send(new ListObjectsV2Command(request)).catch((error) => this.without(error));
      const folders = (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix?.slice(folder.length, -1) ?? []);
      names.push(...folders, ...(page.Contents ?? []).flatMap(({ Key }) => Key?.slice(folder.length) || []));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    return names.sort();
  }

  async read(name: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ ...this.place(), Key: name }));
    return (await Body?.transformToString()) ?? "";
  }

  async put(name: string, text: string): Promise<void> {
    try {
      const object = { ...this.place(), Key: name, Body: text, ContentType: "application/json" };
      await this.s3.send(new PutObjectCommand({ ...object, IfNoneMatch: "*" }));
    } catch (error) {
      if (!failedWith(error, 409, 412)) throw error;
      // If the first answer was lost, the SDK has sent the request twice.
      if (failedWith(error, 412) && (await this.read(name)) === text) return;
      throw new AlreadyThere(`${name} is already there`, { cause: error });
    }
  }

  /** Says which bucket is missing: AWS does not. The name of the error stays. */
  private without(error: Error): never {
    if (error.name !== "NoSuchBucket") throw error;
    const message = `the log of releases: expected the bucket ${this.bucket}, found none`;
    throw Object.assign(new Error(message, { cause: error }), { name: error.name });
  }

  private place() {
    return bucketRequest(this.bucket, this.owner);
  }
}
