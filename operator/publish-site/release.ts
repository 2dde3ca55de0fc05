/** A file of the site as a browser gets it: two files with the same state are equal. */
export interface FileState {
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** A file as it was published. */
export interface PublishedFile extends FileState {
  /** The version in the bucket, which is kept when a later release replaces or removes the file. */
  readonly versionId: string;
}

/** A release, as recorded in `releases/<number>.json` in the site's bucket: written when it begins, and again when it is finished. */
export interface Release {
  readonly number: number;
  /** ISO 8601. */
  readonly begun: string;
  /** `user@host`. */
  readonly by: string;
  /** The release whose files this one restored; absent if a folder was published. */
  readonly restores?: number;
  /** Absent until it is finished: until then the site is a mixture of two releases. */
  readonly finished?: FinishedRelease;
}

export interface FinishedRelease {
  /** By path in the site. */
  readonly files: Readonly<Record<string, PublishedFile>>;
  /** The id of CloudFront's invalidation, where there was anything to invalidate. */
  readonly invalidation?: string;
}

/** The name of a record: names sort by the number of the release. */
export function releaseName(number: number): string {
  return `${String(number).padStart(6, "0")}.json`;
}

/** The number in the name of a record; nothing for other names. */
export function releaseNumber(name: string): number | undefined {
  const digits = name.match(/^(\d{6,})\.json$/)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a browser gets the same from two files. */
export function isSame(one: FileState | undefined, other: FileState | undefined): boolean {
  return (
    one?.sha256 === other?.sha256 &&
    one?.contentType === other?.contentType &&
    one?.cacheControl === other?.cacheControl
  );
}
