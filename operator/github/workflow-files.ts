import { appendFileSync, existsSync, statSync } from "node:fs";
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

const leftOut = "\n\n**The rest is left out for length.**";

/** Adds Markdown to the page of the run. GitHub shows nothing of a summary that is too long: its last lines are left out. */
export function writeSummary(markdown: string, env: NodeJS.ProcessEnv = process.env): void {
  const file = env["GITHUB_STEP_SUMMARY"];
  if (!file) return;
  const before = existsSync(file) ? statSync(file).size : 0;
  const text = withinBytes(markdown.trimEnd(), mostBytes - before - 2);
  if (text) appendFileSync(file, `${text}\n\n`);
}

/** As many lines of a text as there is room for; empty where not even one fits. */
function withinBytes(text: string, room: number): string {
  if (Buffer.byteLength(text) <= room) return text;
  const begin = Buffer.from(text)
    .subarray(0, Math.max(room - Buffer.byteLength(leftOut), 0))
    .toString();
  const lines = begin.slice(0, Math.max(begin.lastIndexOf("\n"), 0)).trimEnd();
  return lines && `${lines}${leftOut}`;
}
