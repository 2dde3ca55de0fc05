import { firstMistake } from "../../process/first-mistake";
import { UserError } from "../../process/user-error";
import { type Entry, entrySchema } from "./entries";

/** An entry from its text. @throws {UserError} if it is cut off, changed by hand, or of a version that this one does not know */
export function readEntry(name: string, text: string): Entry {
  const wrong = (problem: string) =>
    new UserError(
      `The log of releases cannot be read: ${name} ${problem}. Entries are never rewritten: update this checkout if a newer version wrote it, else look at the object in the state bucket, and remove it only if no release runs.`,
    );
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw wrong("is no JSON");
  }
  const version = (data as { version?: unknown } | null)?.version;
  if (version !== 1) throw wrong(`has the version ${JSON.stringify(version) ?? "undefined"}, expected 1`);
  const read = entrySchema.safeParse(data);
  if (read.success) return read.data as Entry;
  throw wrong(`is no entry of a release: ${firstMistake(read.error)}`);
}
