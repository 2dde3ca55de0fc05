import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";

/** A bucket of one account. Requests fail if the bucket belongs to another. */
export class OwnBucket {
  constructor(
    private readonly s3: S3Client,
    readonly name: string,
    readonly owner: string,
  ) {}

  /** The part of a request that names an object. */
  object(key: string) {
    return { Bucket: this.name, ExpectedBucketOwner: this.owner, Key: key };
  }

  /** The keys of all objects with this prefix. */
  async keys(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const request = { Bucket: this.name, ExpectedBucketOwner: this.owner, Prefix: prefix, ContinuationToken };
      const page = await this.s3.send(new ListObjectsV2Command(request));
      keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    return keys;
  }
}
