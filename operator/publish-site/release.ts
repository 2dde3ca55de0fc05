/** What a file of the site is: two of the same state are the same to whoever asks for them. */
export interface FileState {
  /** Of the content, hexadecimal. */
  readonly sha256: string;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** A file as it was published. */
export interface PublishedFile extends FileState {
  /** The version in the bucket, which is kept when a later release replaces or removes the file. */
  readonly versionId: string;
}

/** A publication, as `releases/<number>.json` in the site's bucket records it. Written when it begins, and again when it is done. */
export interface Release {
  readonly number: number;
  /** ISO 8601. */
  readonly begun: string;
  /** `user@host`. */
  readonly by: string;
  /** The release whose files this one put back; absent where a folder was published. */
  readonly restores?: number;
  /** Absent while it is not finished: then what the site has is a mixture. */
  readonly finished?: FinishedRelease;
}

export interface FinishedRelease {
  /** By path in the site. */
  readonly files: Readonly<Record<string, PublishedFile>>;
  /** The id of CloudFront's invalidation, where there was anything to invalidate. */
  readonly invalidation?: string;
}

/** Releases are found by their numbers, so these sort as text. */
export function releaseName(number: number): string {
  return `${String(number).padStart(6, "0")}.json`;
}

/** The number in a release's name; nothing if it is none. */
export function releaseNumber(name: string): number | undefined {
  const digits = name.match(/^(\d{6,})\.json$/)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether two files are the same to whoever asks for them. */
export function isSame(one: FileState | undefined, other: FileState | undefined): boolean {
  return (
    one?.sha256 === other?.sha256 &&
    one?.contentType === other?.contentType &&
    one?.cacheControl === other?.cacheControl
  );
}
