import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { releaseFolder } from "../../modules/aws/edge/static-site-layout";
import { failedWith } from "../aws/client";
import { UserError } from "../process/user-error";
import type { OwnBucket } from "./own-bucket";
import { type Release, releaseName, releaseNumber } from "./release";

/** The record of a release. Its entity tag changes with every write, so a write can detect another one. */
export interface StoredRelease {
  readonly release: Release;
  readonly etag: string;
}

/** The records of releases in a site's bucket. */
export class ReleaseRecords {
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: OwnBucket,
  ) {}

  /** The numbers of all releases, the first one first. */
  async numbers(): Promise<number[]> {
    const keys = await this.bucket.keys(`${releaseFolder}/`);
    const numbers = keys.flatMap((key) => releaseNumber(key.slice(releaseFolder.length + 1)) ?? []);
    return numbers.sort((one, other) => one - other);
  }

  async read(number: number): Promise<StoredRelease> {
    const { Body, ETag = "" } = await this.s3.send(new GetObjectCommand(this.record(number)));
    return { release: JSON.parse((await Body?.transformToString()) ?? "") as Release, etag: ETag };
  }

  /**
   * Writes the record of a release. Returns its entity tag.
   * @param replaces the entity tag of the record as it was read; absent for a new record
   * @throws {UserError} when another run has written it in the meantime
   */
  async write(release: Release, replaces?: string): Promise<string> {
    const text = JSON.stringify(release);
    try {
      const { ETag = "" } = await this.s3.send(
        new PutObjectCommand({
          ...this.record(release.number),
          Body: text,
          ContentType: "application/json",
          ...(replaces ? { IfMatch: replaces } : { IfNoneMatch: "*" }),
        }),
      );
      return ETag;
    } catch (error) {
      if (!failedWith(error, 409, 412)) throw error;
      // If the first answer was lost, the SDK has sent the request twice.
      const there = await this.read(release.number);
      if (JSON.stringify(there.release) === text) return there.etag;
      throw new UserError(
        `release ${release.number} is also written by another run: wait until it ends, then run this again`,
      );
    }
  }

  private record(number: number) {
    return this.bucket.object(`${releaseFolder}/${releaseName(number)}`);
  }
}
