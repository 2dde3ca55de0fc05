import {
  CopyObjectCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { configurationFile, webRoot } from "../../modules/aws/edge/static-site-layout";
import { failedWith } from "../aws/client";
import { UserError } from "../process/user-error";
import { inParallel } from "./in-parallel";
import { OwnBucket } from "./own-bucket";
import type { FileState, PublishedFile } from "./release";
import { ReleaseRecords } from "./release-records";

/** The metadata key of the content's hash. An entity tag is a hash only for some kinds of encryption and upload. */
const hashKey = "sha256";

/** The bucket of a site, with the files that are served and the records of releases. Paths are those of the site. */
export class SiteBucket {
  readonly records: ReleaseRecords;
  private readonly bucket: OwnBucket;

  /** @param owner the account that the bucket must belong to */
  constructor(
    private readonly s3: S3Client,
    name: string,
    owner: string,
  ) {
    this.bucket = new OwnBucket(s3, name, owner);
    this.records = new ReleaseRecords(s3, this.bucket);
  }

  /** The present files, without the one that the stack writes. */
  async files(): Promise<Map<string, PublishedFile>> {
    const keys = await this.bucket.keys(`${webRoot}/`);
    const paths = keys.map((key) => key.slice(webRoot.length + 1)).filter((path) => path !== configurationFile);
    const files = await inParallel(paths, (path) => this.file(path));
    return new Map(files.flatMap((file, index) => (file ? [[paths[index] as string, file] as const] : [])));
  }

  /** A file, or an old version of it; nothing if it does not exist. */
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
    return versionOf(this.bucket.name, VersionId);
  }

  /** Copies an old version of a file over the current one, with its type and caching. Returns the new version. */
  async restore(path: string, versionId: string): Promise<string> {
    const source = `${this.bucket.name}/${webRoot}/${path}`.split("/").map(encodeURIComponent).join("/");
    const { VersionId } = await this.s3.send(
      new CopyObjectCommand({
        ...this.served(path),
        CopySource: `${source}?versionId=${encodeURIComponent(versionId)}`,
        ExpectedSourceBucketOwner: this.bucket.owner,
      }),
    );
    return versionOf(this.bucket.name, VersionId);
  }

  /** Removes a file; its old versions stay. */
  async remove(path: string): Promise<void> {
    await this.s3.send(new DeleteObjectCommand(this.served(path)));
  }

  private served(path: string) {
    return this.bucket.object(`${webRoot}/${path}`);
  }
}

/** @throws {UserError} when the bucket has no versioning, without which nothing could be restored */
function versionOf(bucket: string, versionId: string | undefined): string {
  if (!versionId || versionId === "null") throw new UserError(`${bucket} has no versioning: deploy the stack first`);
  return versionId;
}

/** S3 answers an unknown version id with 400, a removed file with 404 or 405. */
function isMissing(error: unknown): boolean {
  return failedWith(error, 400, 404, 405);
}
