import { HeadObjectCommand, PutObjectTaggingCommand, type S3Client } from "@aws-sdk/client-s3";
import { failedWith } from "../aws/client";
import type { S3Place } from "../aws/state-bucket";
import type { Approved } from "../process/approved";
import { objectOf } from "./state-client";
import { thisWriter } from "./this-writer";
import { tagsOf } from "./writer";

/** The tags of a state's newest version. */
export class StateTags {
  constructor(
    private readonly place: S3Place,
    private readonly s3: S3Client,
    /** How long a request may take, in milliseconds. @default - as long as it takes */
    private readonly patienceMs?: number,
  ) {}

  /** The version that is read now; nothing if there is no object. */
  async newest(): Promise<string | undefined> {
    const head = new HeadObjectCommand(objectOf(this.place));
    const found = await this.s3.send(head, this.limit()).catch((error) => {
      if (failedWith(error, 404)) return undefined;
      throw error;
    });
    return found?.VersionId;
  }

  /** Tags the newest version with this process, and with who approved it, unless it is the one that was there before. */
  async record(command: string, before: string | undefined, approved?: Approved): Promise<void> {
    const VersionId = await this.newest();
    if (VersionId === undefined || VersionId === before) return;
    const TagSet = [...tagsOf(thisWriter(command, { ...(before && { after: before }), ...approved }))];
    const put = new PutObjectTaggingCommand({ ...objectOf(this.place), VersionId, Tagging: { TagSet } });
    await this.s3.send(put, this.limit());
  }

  private limit() {
    return this.patienceMs === undefined ? {} : { abortSignal: AbortSignal.timeout(this.patienceMs) };
  }
}
