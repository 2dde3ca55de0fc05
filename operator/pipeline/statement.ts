import { readFileSync } from "node:fs";
import { z } from "zod";
import { firstMistake } from "../process/first-mistake";
import { whyUnread } from "../process/json";
import { UserError } from "../process/user-error";

/** What is signed: an envelope of DSSE, whose payload is a statement of in-toto. */
const envelope = z.object({
  payloadType: z.literal("application/vnd.in-toto+json"),
  payload: z.base64().min(1),
});
const statement = z.object({
  subject: z.array(z.object({ digest: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) })).min(1),
  predicate: z.unknown().refine((predicate) => predicate !== undefined && predicate !== null, "expected one"),
});

/**
 * Reads what `cosign verify-attestation` prints: on each line a statement whose signature it has verified.
 * @param option that named the file, for the message
 * @returns for each subject of each statement its digest, such as `sha256:<64 digits>`, and what is said of it
 * @throws {UserError} for a file that cannot be read, for one line that is something else, and for a file without a statement
 */
export function readStatements(file: string, option: string): { digest: string; predicate: unknown }[] {
  const wrong = (found: string) =>
    new UserError(`${option}: ${file}: expected what \`cosign verify-attestation\` prints, found ${found}`);
  const lines = linesOf(file, wrong);
  if (!lines.some(({ text }) => text)) throw wrong("no statement");
  return lines.flatMap(({ text, line }) => {
    if (!text) return [];
    const fail = (found: string) => wrong(`${found} in line ${line}`);
    const { payload } = read(text, envelope, fail, "");
    const { subject, predicate } = read(Buffer.from(payload, "base64").toString("utf8"), statement, fail, "payload ");
    return subject.map(({ digest }) => ({ digest: `sha256:${digest.sha256}`, predicate }));
  });
}

type Wrong = (found: string) => Error;

function linesOf(file: string, wrong: Wrong): { text: string; line: number }[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .map((text, index) => ({ text: text.trim(), line: index + 1 }));
  } catch (error) {
    throw wrong(whyUnread(error));
  }
}

function read<T>(text: string, schema: z.ZodType<T>, wrong: Wrong, of: string): T {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw wrong(`${of || "text "}that is no JSON`);
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw wrong(`something else at ${of}${firstMistake(result.error, "its top")}`);
}
