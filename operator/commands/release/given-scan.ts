import { readFileSync } from "node:fs";
import { readStatements } from "../../pipeline/statement";
import { firstMistake } from "../../process/first-mistake";
import { digestOf } from "../../process/image-digest";
import { parseJson, whyUnread } from "../../process/json";
import { UserError } from "../../process/user-error";
import type { ReleaseRequest } from "../../release/run/request";
import { type KeptScan, readRecord } from "../../scans/record";

/**
 * What `--scan` names: the SARIF report of a scanner, the sum of several (`scans.json` of `npm run scans`), or that sum as statements on an
 * image, which cosign has verified. A sum says which build it is of; the newest statement counts.
 * @param build the image with its digest, or the commit of the functions
 * @throws {UserError} for a file that cannot be read, and for a sum of another build. A report is judged, and refused, in the release.
 */
export function givenScan(file: string, build: string): NonNullable<ReleaseRequest["scan"]> {
  const text = textOf(file);
  if (isStatement(text)) {
    const sums = readStatements(file, "--scan").map(({ digest, predicate }) => {
      if (digest !== digestOf(build)) throw ofAnother(file, build, digest);
      return recordIn(file, predicate, build, "the predicate");
    });
    const newest = sums.reduce((one, other) => (Date.parse(other.at) > Date.parse(one.at) ? other : one));
    return { file, sum: newest };
  }
  const data = jsonOf(text);
  const isSum = typeof data === "object" && data !== null && "counts" in data;
  return isSum ? { file, sum: recordIn(file, data, build, "its top") } : { file, text };
}

/** Whether a text is what cosign prints: on its first line an envelope of what was signed. */
function isStatement(text: string): boolean {
  const first = jsonOf(text.trimStart().split("\n", 1)[0] ?? "");
  return typeof first === "object" && first !== null && "payload" in first;
}

function recordIn(file: string, data: unknown, build: string, top: string): KeptScan {
  const { data: record, error } = readRecord(data);
  if (error) {
    throw new UserError(
      `--scan: ${file}: expected the sum of \`npm run scans\`, found something else at ${firstMistake(error, top)}`,
    );
  }
  const wanted = digestOf(build);
  const found = wanted ? record.image && digestOf(record.image) : record.commit;
  if (found !== (wanted ?? build)) throw ofAnother(file, build, found);
  return record;
}

const ofAnother = (file: string, build: string, found = "another build") =>
  new UserError(
    `--scan: ${file}: expected the scan of ${digestOf(build) ?? build}, which is released, found that of ${found}`,
  );

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`--scan: ${file}: expected a scan of the build, found ${whyUnread(error)}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
