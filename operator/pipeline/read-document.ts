import { readFileSync } from "node:fs";
import type { ZodType } from "zod";
import { firstMistake } from "../process/first-mistake";
import { parseJson, whyUnread } from "../process/json";

/**
 * Reads a JSON file that another job wrote.
 * @param wrong the error for a file that is something else; it gets what was found
 */
export function readDocument<T>(file: string, schema: ZodType<T>, wrong: (found: string) => Error): T {
  let data: unknown;
  try {
    data = parseJson(readFileSync(file, "utf8"));
  } catch (error) {
    throw wrong(whyUnread(error));
  }
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  throw wrong(`something else at ${firstMistake(read.error, "its top")}`);
}
