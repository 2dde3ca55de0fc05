/**
 * The commit of the checkout that a folder is in, with `-dirty` where files differ from it or sources are in no commit; nothing outside Git.
 * @param others folders whose sources count too, if they are in the same checkout
 */
export function commitOf(folder: string, ...others: string[]): string | undefined;
