import { appendFileSync } from "node:fs";
import { UserError } from "../process/user-error";

/**
 * Writes outputs of a step, for other steps and jobs: a line `name=value` each in the file of GITHUB_OUTPUT.
 * @throws {UserError} for a value of several lines, which could set another output
 */
export function writeOutputs(outputs: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = process.env): void {
  const lines = Object.entries(outputs).map(([name, value]) => {
    if (/[\r\n]/.test(value)) throw new UserError(`output ${name}: expected one line, found several`);
    return `${name}=${value}\n`;
  });
  const file = env["GITHUB_OUTPUT"];
  if (file) appendFileSync(file, lines.join(""));
}

/** The most bytes of a step's summary (docs.github.com, "Workflow commands", "Adding a job summary": 1 MiB). */
const mostBytes = 1024 * 1024;

/** Adds Markdown to the page of the run. */
export function writeSummary(markdown: string, env: NodeJS.ProcessEnv = process.env): void {
  const file = env["GITHUB_STEP_SUMMARY"];
  if (file && Buffer.byteLength(markdown) < mostBytes) appendFileSync(file, `${markdown.trimEnd()}\n\n`);
}
