import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { failedWith } from "../aws/client";
import type { S3Place } from "../aws/state-bucket";
import { UserError } from "../process/user-error";
import { type BucketClients, bucketClients, withRight } from "./bucket-clients";
import { BucketLock } from "./bucket-lock";
import { objectOf } from "./state-client";
import { StateTags } from "./state-tags";
import { md5Of, withSerial } from "./state-text";
import { type PutBack, type States, savedSince, type VersionHead } from "./states";
import { thisWriter } from "./this-writer";
import { tagsOf, type Writer, writerIn } from "./writer";

/** The versions of a state in a bucket of S3, with the checksum and the lock that Terraform's backend keeps. */
export class BucketStates implements States {
  readonly place: string;
  private readonly lock: BucketLock;
  private readonly tags: StateTags;

  constructor(
    private readonly of: S3Place,
    private readonly clients: BucketClients = bucketClients(of),
  ) {
    this.place = `the bucket ${of.bucket} (key ${of.key})`;
    this.lock = new BucketLock(of, clients);
    this.tags = new StateTags(of, clients.s3);
  }

  async heads(most: number): Promise<readonly VersionHead[]> {
    const found: (VersionHead & { readonly isLatest: boolean })[] = [];
    // Names are listed in their order, each with its newest version first: this one's come before those that begin like it.
    let at: Marker | undefined = {};
    while (at && found.length < most) {
      const page: ListObjectVersionsCommandOutput = await this.page(at);
      const markers = (page.DeleteMarkers ?? []).map((it) => ({ ...it, isDeletion: true as const }));
      for (const version of [...(page.Versions ?? []), ...markers].filter(({ Key }) => Key === this.of.key)) {
        const {
          VersionId: id = "null",
          LastModified: saved = new Date(Number.NaN),
          IsLatest: isLatest = false,
        } = version;
        found.push({ id, saved, isLatest, ...("isDeletion" in version && { isDeletion: true as const }) });
      }
      const isMore = page.IsTruncated && page.NextKeyMarker === this.of.key;
      at = isMore ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
    }
    const order = (a: (typeof found)[number], b: (typeof found)[number]) =>
      Number(b.isLatest) - Number(a.isLatest) || b.saved.getTime() - a.saved.getTime();
    return found
      .sort(order)
      .slice(0, most)
      .map(({ isLatest: _, ...head }) => head);
  }

  private page(at: Marker): Promise<ListObjectVersionsCommandOutput> {
    const { Key: Prefix, ...bucket } = objectOf(this.of);
    const request = this.clients.s3.send(new ListObjectVersionsCommand({ ...bucket, Prefix, ...at }));
    return withRight("s3:ListBucketVersions", this.of, request).catch(noBucket(this.of));
  }

  async text({ id }: VersionHead): Promise<string> {
    const request = this.clients.s3.send(new GetObjectCommand({ ...objectOf(this.of), VersionId: id }));
    const { Body } = await withRight("s3:GetObjectVersion", this.of, request);
    return (await Body?.transformToString()) ?? "";
  }

  async writer({ id, isDeletion }: VersionHead): Promise<Writer | undefined> {
    if (isDeletion) return undefined;
    const request = new GetObjectTaggingCommand({ ...objectOf(this.of), VersionId: id });
    const found = await this.clients.s3.send(request).catch((error) => {
      if (failedWith(error, 403, 404)) return undefined;
      throw error;
    });
    return writerIn(found?.TagSet ?? []);
  }

  expected(): Promise<string | undefined> {
    return this.lock.checksum();
  }

  holder() {
    return this.lock.holder();
  }

  putBack({ version, text, over, highest }: PutBack) {
    return this.lock.hold("restore", async () => {
      if ((await this.tags.newest()) !== (over?.isDeletion ? undefined : over?.id)) throw savedSince();
      const serial = highest + 1;
      const Body = withSerial(text, serial);
      const tags = tagsOf(thisWriter("state restore", { restored: version.id }));
      const Tagging = new URLSearchParams(tags.map(({ Key, Value }) => [Key, Value])).toString();
      const object = { ...objectOf(this.of), Body, ContentType: "application/json", Tagging };
      const { VersionId: id = "null" } = await this.save(object);
      await this.lock.setChecksum(md5Of(Body));
      return { id, serial };
    });
  }

  close(): void {
    this.clients.s3.destroy();
    this.clients.dynamodb.destroy();
  }

  /** Who may not write tags puts it back without them: the state comes first. */
  private async save({ Tagging, ...object }: PutObjectCommandInput) {
    const put = (more: object) => this.clients.s3.send(new PutObjectCommand({ ...object, ...more }));
    return put({ Tagging }).catch((error) => {
      if (failedWith(error, 403)) return withRight("s3:PutObject", this.of, put({}));
      throw error;
    });
  }
}

/** Where a page of the list begins. */
interface Marker {
  readonly KeyMarker?: string | undefined;
  readonly VersionIdMarker?: string | undefined;
}

function noBucket({ bucket }: S3Place) {
  return (error: Error) => {
    if (error.name !== "NoSuchBucket") throw error;
    throw new UserError(`the state bucket ${bucket} does not exist: run npm run bootstrap -- <environment>`, {
      cause: error,
    });
  };
}
