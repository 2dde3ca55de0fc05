/**
 * Names in the log. An id is the ordinal number of the release in its stack: it sorts by time without trusting any clock, and two operators
 * who start at once contend for the same first entry, which only one of them can put.
 */

/** Folder of a stack's releases. Its names are the index: one for each release, 1000 a page on S3. */
export const stackFolder = (stack: string): string => `releases/${stack}/`;

export const releaseFolder = (stack: string, id: string): string => `${stackFolder(stack)}${id}/`;

/** Object of an entry, e.g. `releases/aws-prod/000042/0007.json`. Padded, so that names sort as numbers do. */
export const entryName = (stack: string, id: string, n: number): string =>
  `${releaseFolder(stack, id)}${String(n).padStart(4, "0")}.json`;

/** The numbers of the entries in a folder, in order; other names are left out. */
export function entryNumbers(names: readonly string[]): number[] {
  const numbers = names.flatMap((name) => /^(\d{4,})\.json$/.exec(name)?.[1] ?? []).map(Number);
  return numbers.sort((a, b) => a - b);
}

export const isReleaseId = (name: string): boolean => /^\d{6,}$/.test(name);

/** The id after this one. @param last undefined before the first release */
export const idAfter = (last: string | undefined): string => String(Number(last ?? 0) + 1).padStart(6, "0");

/** An id as people write it: `42` means `000042`. */
export const idOf = (text: string): string => text.trim().padStart(6, "0");
