import { readFileSync } from "node:fs";
import { UserError } from "../process/user-error";
import { type Changes, changesBetween, changesText, invalidationPaths } from "./changes";
import type { Distribution } from "./distribution";
import { type SiteFolder, stateOf } from "./folder";
import { earlierRelease, type History, readHistory } from "./history";
import { inParallel } from "./in-parallel";
import { type FileState, isSame, type PublishedFile, type Release } from "./release";
import type { SiteBucket } from "./site-bucket";

export interface PublishProps {
  readonly bucket: SiteBucket;
  readonly distribution: Distribution;
  /** `user@host`. */
  readonly by: string;
  /** List the changes, and change nothing. */
  readonly dryRun: boolean;
  /** Decides about the changes, which it gets as text for people. */
  readonly confirm: (changes: string) => Promise<boolean>;
  /** Reports one line of progress. */
  readonly note: (text: string) => void;
}

export interface PublishResult {
  readonly status: "published" | "rolled back" | "unchanged" | "planned" | "declined";
  /** The number of the new release; that of the current one if nothing was changed. */
  readonly release?: number;
  /** The release whose files were restored. */
  readonly restores?: number;
  readonly put: readonly string[];
  readonly removed: readonly string[];
  readonly invalidation?: string;
  /** The changes that a dry run found, as text for people. */
  readonly text?: string;
}

/** The wanted state of the site. */
interface Target {
  readonly files: ReadonlyMap<string, FileState>;
  readonly restores?: number;
  /** Checks, before anything is changed, that these paths can be published. */
  readonly check?: (paths: readonly string[]) => Promise<void>;
  /** Publishes one file. Returns its version. */
  readonly put: (path: string) => Promise<string>;
}

/** Publishes a folder. */
export async function publish(folder: SiteFolder, props: PublishProps): Promise<PublishResult> {
  return makeRelease(await readHistory(props.bucket.records), props, {
    files: folder.files,
    put: async (path) => {
      const file = folder.files.get(path);
      if (!file) throw new Error(`${path}: expected it in the folder`);
      const body = readFileSync(file.source);
      if (!isSame(stateOf(path, body), file))
        throw new UserError(`${path} was changed while it was published: publish again`);
      return props.bucket.put(path, body, file);
    },
  });
}

/** Restores the release before the current one. */
export async function rollBack(props: PublishProps): Promise<PublishResult> {
  const { bucket } = props;
  const history = await readHistory(bucket.records);
  const { number, files } = await earlierRelease(bucket.records, history);
  const versionOf = (path: string) => files[path]?.versionId ?? "";
  return makeRelease(history, props, {
    files: new Map(Object.entries(files)),
    restores: number,
    check: async (paths) => {
      const kept = await inParallel(paths, async (path) => await bucket.file(path, versionOf(path)));
      const lost = paths.filter((_, index) => !kept[index]);
      if (lost.length === 0) return;
      throw new UserError(
        `release ${number} cannot be put back: its versions of ${lost.join(", ")} were removed after site.noncurrent_days: publish the folder instead`,
      );
    },
    put: (path) => bucket.restore(path, versionOf(path)),
  });
}

async function makeRelease(history: History, props: PublishProps, target: Target): Promise<PublishResult> {
  const { bucket, distribution, note } = props;
  const { open, last } = history;
  const there = await bucket.files();
  const changes = changesBetween(there, target.files);
  const put = changes.put.flat();
  const result = { release: last?.number, restores: target.restores, put, removed: changes.remove };
  if (open) note(unfinishedText(open.release));
  if (!open && put.length === 0 && changes.remove.length === 0) return { ...result, status: "unchanged" };
  await target.check?.(put);
  const text = changesText(there, changes);
  if (props.dryRun) return { ...result, status: "planned", text };
  if (!(await props.confirm(text))) return { ...result, status: "declined" };

  const release: Release = {
    number: open?.release.number ?? (last?.number ?? 0) + 1,
    begun: new Date().toISOString(),
    by: props.by,
    restores: target.restores,
  };
  const etag = await bucket.records.write(release, open?.etag);
  const files = await apply(bucket, there, changes, target);
  // Before the first release, and after an unfinished one, it is unknown which copies CloudFront has.
  const paths = last && !open ? invalidationPaths(changes) : ["/*"];
  note(`invalidating ${paths.join(" ")}`);
  const invalidation = await distribution.invalidate(paths, `release-${release.number}-${release.begun}`);
  await bucket.records.write({ ...release, finished: { files: Object.fromEntries(files), invalidation } }, etag);
  const status = target.restores === undefined ? "published" : "rolled back";
  return { ...result, status, release: release.number, invalidation };
}

function unfinishedText({ number, by, begun }: Release): string {
  return `release ${number}, begun by ${by} at ${begun}, was not finished`;
}

/** Changes the bucket. Returns every file of the site afterwards. */
async function apply(
  bucket: SiteBucket,
  there: ReadonlyMap<string, PublishedFile>,
  changes: Changes,
  { files, put }: Target,
): Promise<Map<string, PublishedFile>> {
  const versions = new Map([...there].map(([path, { versionId }]) => [path, versionId]));
  for (const step of changes.put) {
    await inParallel(step, async (path) => versions.set(path, await put(path)));
  }
  await inParallel(changes.remove, (path) => bucket.remove(path));
  const published = [...files].map(([path, { sha256, contentType, cacheControl }]): [string, PublishedFile] => [
    path,
    { sha256, contentType, cacheControl, versionId: versions.get(path) ?? "" },
  ]);
  return new Map(published.sort(([one], [other]) => (one < other ? -1 : 1)));
}
