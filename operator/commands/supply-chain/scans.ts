import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeSummary } from "../../github/workflow-files";
import { print } from "../../operations/command-output";
import { whyUnread } from "../../process/json";
import { UserError } from "../../process/user-error";
import { type ScanRecord, scanLines, scanMarkdown } from "../../scans/report";
import { readSarif, type ScannerRun } from "../../scans/sarif";
import { sumScans } from "../../scans/sum";

export interface ScansOptions {
  readonly out?: string;
  readonly image?: string;
  readonly json?: boolean;
}

/**
 * Adds up reports of scanners. With `--out` the sum is kept as `scans.json` and `scans.md`; in a job of GitHub its summary shows it. Exit
 * code 0: passed, perhaps with a warning; 1: a report cannot be read, or does not say that its scanner ended; 2: too many grave findings.
 */
export async function scans(files: readonly string[], { out, image, json }: ScansOptions): Promise<void> {
  if (image !== undefined && !/^\S+@sha256:[0-9a-f]{64}$/.test(image)) {
    throw new UserError(
      `--image: expected an image with its digest, <registry>/<name>@sha256:<64 digits>, found ${image}`,
    );
  }
  const reports = files.map(read);
  const commit = process.env["GITHUB_SHA"];
  const record: ScanRecord = {
    at: new Date().toISOString(),
    ...(image && { image }),
    ...(commit && { commit }),
    reports: reports.map(({ file, sha256 }) => ({ file, sha256 })),
    ...sumScans(reports.flatMap(({ runs }) => runs)),
  };
  const markdown = scanMarkdown(record);
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "scans.json"), `${JSON.stringify(record, undefined, 2)}\n`);
    writeFileSync(join(out, "scans.md"), markdown);
  }
  writeSummary(markdown);
  if (json) print(JSON.stringify({ type: "result", ...record }));
  else for (const line of scanLines(record)) print(line);
  process.exitCode = record.verdict === "failed" ? 2 : 0;
}

interface ReadReport {
  readonly file: string;
  readonly sha256: string;
  readonly runs: readonly ScannerRun[];
}

function read(file: string): ReadReport {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file}: expected a SARIF report, found ${whyUnread(error)}`);
  }
  try {
    return { file, sha256: createHash("sha256").update(text).digest("hex"), runs: readSarif(text) };
  } catch (error) {
    throw new UserError(`${file}: ${(error as Error).message}`);
  }
}
