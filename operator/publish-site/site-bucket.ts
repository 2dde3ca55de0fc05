import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { configurationFile, releaseFolder, webRoot } from "../../modules/aws/static-site-layout";
import { UserError } from "../user-error";
import { inParallel } from "./in-parallel";
import { type FileState, type PublishedFile, type Release, releaseName, releaseNumber } from "./release";

/** Where the content's hash is: an entity tag is one only for some kinds of encryption and upload. */
const hashKey = "sha256";

/** A release's record, and by which it is known that nobody else has written it since. */
export interface StoredRelease {
  readonly release: Release;
  readonly etag: string;
}

/** The bucket of a site: the files that are served, and the records of releases beside them. Paths are those of the site. */
export class SiteBucket {
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
    /** The only account whose bucket this may be. */
    private readonly owner: string,
  ) {}

  /** The files that are there now, without the one that the stack writes. */
  async files(): Promise<Map<string, PublishedFile>> {
    const keys = await this.list(`${webRoot}/`);
    const paths = keys.map((key) => key.slice(webRoot.length + 1)).filter((path) => path !== configurationFile);
    const files = await inParallel(paths, (path) => this.file(path));
    return new Map(files.flatMap((file, index) => (file ? [[paths[index] as string, file] as const] : [])));
  }

  /** A file, or an old version of it; nothing when it is not there. */
  async file(path: string, versionId?: string): Promise<PublishedFile | undefined> {
    try {
      const found = await this.s3.send(new HeadObjectCommand({ ...this.served(path), VersionId: versionId }));
      return {
        sha256: found.Metadata?.[hashKey] ?? "",
        contentType: found.ContentType ?? "",
        cacheControl: found.CacheControl ?? "",
        versionId: found.VersionId ?? "",
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Writes a file. Returns its version. */
  async put(path: string, body: Buffer, { sha256, contentType, cacheControl }: FileState): Promise<string> {
    const { VersionId } = await this.s3.send(
      new PutObjectCommand({
        ...this.served(path),
        Body: body,
        ContentType: contentType,
        CacheControl: cacheControl,
        Metadata: { [hashKey]: sha256 },
      }),
    );
    return versionOf(this.bucket, VersionId);
  }

  /** Makes an old version of a file the current one, with its type and caching. Returns its new version. */
  async restore(path: string, versionId: string): Promise<string> {
    const source = `${this.bucket}/${webRoot}/${path}`.split("/").map(encodeURIComponent).join("/");
    const { VersionId } = await this.s3.send(
      new CopyObjectCommand({
        ...this.served(path),
        CopySource: `${source}?versionId=${encodeURIComponent(versionId)}`,
        ExpectedSourceBucketOwner: this.owner,
      }),
    );
    return versionOf(this.bucket, VersionId);
  }

  /** Removes a file; its versions stay. */
  async remove(path: string): Promise<void> {
    await this.s3.send(new DeleteObjectCommand(this.served(path)));
  }

  /** The numbers of all releases, the first one first. */
  async releaseNumbers(): Promise<number[]> {
    const keys = await this.list(`${releaseFolder}/`);
    const numbers = keys.flatMap((key) => releaseNumber(key.slice(releaseFolder.length + 1)) ?? []);
    return numbers.sort((one, other) => one - other);
  }

  async release(number: number): Promise<StoredRelease> {
    const { Body, ETag = "" } = await this.s3.send(new GetObjectCommand(this.record(number)));
    return { release: JSON.parse((await Body?.transformToString()) ?? "") as Release, etag: ETag };
  }

  /**
   * Writes the record of a release.
   * @param replaces the record as it was read; absent when there was none
   * @throws {UserError} when someone else has written it meanwhile
   */
  async write(release: Release, replaces?: string): Promise<string> {
    try {
      const { ETag = "" } = await this.s3.send(
        new PutObjectCommand({
          ...this.record(release.number),
          Body: JSON.stringify(release),
          ContentType: "application/json",
          ...(replaces ? { IfMatch: replaces } : { IfNoneMatch: "*" }),
        }),
      );
      return ETag;
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw new UserError(
        `release ${release.number} is also written by someone else: wait for them, then run this again`,
      );
    }
  }

  private async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.s3.send(new ListObjectsV2Command({ ...this.whole(), Prefix: prefix, ContinuationToken }));
      keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    return keys;
  }

  private whole() {
    return { Bucket: this.bucket, ExpectedBucketOwner: this.owner };
  }

  private served(path: string) {
    return { ...this.whole(), Key: `${webRoot}/${path}` };
  }

  private record(number: number) {
    return { ...this.whole(), Key: `${releaseFolder}/${releaseName(number)}` };
  }
}

/** Without versions nothing could be put back. */
function versionOf(bucket: string, versionId: string | undefined): string {
  if (!versionId || versionId === "null") throw new UserError(`${bucket} keeps no versions: deploy the stack first`);
  return versionId;
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** A version id that S3 does not know is a bad request. */
function isMissing(error: unknown): boolean {
  return [400, 404, 405].includes(statusOf(error) ?? 0);
}

function isConflict(error: unknown): boolean {
  return [409, 412].includes(statusOf(error) ?? 0);
}
