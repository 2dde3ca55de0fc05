import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a step wrote into its files. */
export interface Written {
  readonly env: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly summary: string;
  readonly state: Readonly<Record<string, string>>;
  /** Why GitHub fails the step although its command succeeded. */
  readonly errors: readonly string[];
}

/** GitHub shows at most 1 MiB of a step's summary (docs.github.com, "Adding a job summary"). */
const longestSummary = 1024 * 1024;

/** New empty files for one step, by the variable that leads to each. */
export function commandFiles(folder: string): Readonly<Record<string, string>> {
  mkdirSync(folder, { recursive: true });
  const names = ["GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY", "GITHUB_STATE"];
  return Object.fromEntries(
    names.map((name) => {
      const file = join(folder, name.toLowerCase());
      writeFileSync(file, "");
      return [name, file];
    }),
  );
}

export function readCommandFiles(files: Readonly<Record<string, string>>): Written {
  const text = (name: string) => readFileSync(files[name] as string, "utf8");
  const errors: string[] = [];
  const pairs = (name: string) => {
    try {
      return assignments(text(name));
    } catch (error) {
      errors.push(`Unable to process file command '${name.slice(7).toLowerCase()}' successfully: ${error}`);
      return {};
    }
  };
  const { NODE_OPTIONS, ...env } = pairs("GITHUB_ENV");
  if (NODE_OPTIONS !== undefined) errors.push("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
  // GitHub keeps its own variables.
  for (const name of Object.keys(env)) if (/^(GITHUB|RUNNER)_/i.test(name)) delete env[name];
  const summary = text("GITHUB_STEP_SUMMARY");
  const path = text("GITHUB_PATH").split("\n").filter(Boolean);
  const shown = Buffer.byteLength(summary) > longestSummary ? "" : summary;
  return { env, outputs: pairs("GITHUB_OUTPUT"), path, summary: shown, state: pairs("GITHUB_STATE"), errors };
}

/** `name=value`, or `name<<END`, lines, `END`: as actions/runner reads it (FileCommandManager.cs). The last line break is no part of a value. */
export function assignments(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string;
    if (line === "") continue;
    const equals = line.indexOf("=");
    const delimited = line.indexOf("<<");
    if (equals >= 0 && (delimited < 0 || equals < delimited)) {
      if (equals === 0) throw new Error(`Invalid format '${line}'. Name must not be empty`);
      values[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (delimited < 0) throw new Error(`Invalid format '${line}'`);
    const [name, delimiter] = [line.slice(0, delimited), line.slice(delimited + 2)];
    if (!name || !delimiter) throw new Error(`Invalid format '${line}'. Name and delimiter must not be empty`);
    const end = lines.indexOf(delimiter, index + 1);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    values[name] = lines.slice(index + 1, end).join("\n");
    index = end;
  }
  return values;
}
