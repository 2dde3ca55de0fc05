import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileFailure } from "../start/file-failure.cjs";

/** Reads JSON that another program wrote. The mark that some put before their text is no part of it (RFC 8259, 8.1). @throws {SyntaxError} */
export const parseJson = (text: string): unknown => JSON.parse(text.replace(/^\ufeff/, ""));

/** What was found in place of a file, or in place of its JSON, for the end of a message. */
export function whyUnread(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "a folder";
  return error instanceof SyntaxError ? "no JSON" : (fileFailure(error) ?? message);
}

/** Writes what another job reads, or signs, with the folders that it is in. */
export function writeJson(file: string, data: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(data, null, 2)}\n`);
}
