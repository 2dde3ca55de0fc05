import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a recorded tool does when its arguments fit. The first that fits is taken; without one it does nothing and succeeds. */
export interface Answer {
  readonly tool: string;
  /** A regular expression for the arguments, joined by spaces. */
  readonly when?: string;
  readonly exitCode?: number;
  readonly stdout?: string;
  /** Files by path, below the folder in which it runs. `$NAME` in a path is the variable's value, `$1` a group of `when`. */
  readonly files?: Readonly<Record<string, string>>;
  /** What it gives to later steps: lines of `$GITHUB_OUTPUT`. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** Seconds that it takes. */
  readonly seconds?: number;
  /** The tool itself runs, with the PATH of the test; the call is recorded all the same. */
  readonly real?: boolean;
}

/** One call of a recorded tool. */
export interface ToolCall {
  readonly tool: string;
  readonly args: readonly string[];
  /** `npm run plan -- aws-dev`. */
  readonly line: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The title of a test in which recorders stand for the tools. */
export const recorded = (title: string): string => `${title} (recorded, not run)`;

/**
 * Programs for the PATH that write their arguments and variables into a log instead of doing anything. A test that uses them says so in its name:
 * see {@link recorded}.
 */
export class Tools {
  private readonly folder = mkdtempSync(join(tmpdir(), "tools-"));
  readonly bin = join(this.folder, "bin");

  constructor(names: readonly string[], answers: readonly Answer[] = []) {
    mkdirSync(this.bin);
    this.answer(answers);
    writeFileSync(join(this.folder, "recorder.cjs"), recorder);
    for (const name of names) {
      const file = join(this.bin, name);
      writeFileSync(
        file,
        `#!/bin/sh\nexec "${process.execPath}" "${join(this.folder, "recorder.cjs")}" ${name} "$@"\n`,
      );
      chmodSync(file, 0o755);
    }
  }

  /** Replaces the answers. */
  answer(answers: readonly Answer[]): void {
    writeFileSync(join(this.folder, "answers.json"), JSON.stringify({ path: process.env["PATH"], answers }));
  }

  /** Every call so far, in the order in which they began. */
  get calls(): readonly ToolCall[] {
    const log = join(this.folder, "log");
    const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : [];
    return lines.map((line) => JSON.parse(line) as ToolCall);
  }

  /** The calls as lines: `npm run plan -- aws-dev`. */
  get lines(): readonly string[] {
    return this.calls.map(({ line }) => line);
  }

  /** Variables of a machine that has these tools, and of others only those that a shell needs. */
  get env(): { readonly PATH: string } {
    return { PATH: `${this.bin}:/usr/bin:/bin` };
  }
}

const recorder = `"use strict";
const { spawn } = require("node:child_process");
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname, join, resolve } = require("node:path");
const [tool, ...args] = process.argv.slice(2);
const joined = args.join(" ");
const call = { tool, args, line: [tool, ...args].join(" "), cwd: process.cwd(), env: process.env };
appendFileSync(join(__dirname, "log"), JSON.stringify(call) + "\\n");
const { path: PATH, answers } = JSON.parse(readFileSync(join(__dirname, "answers.json"), "utf8"));
const found = answers.find((answer) => answer.tool === tool && new RegExp(answer.when ?? "").test(joined)) ?? {};
const groups = new RegExp(found.when ?? "").exec(joined) ?? [];
const filled = (text) => text.replace(/\\$(\\w+)/g, (_all, name) => (/^\\d/.test(name) ? groups[name] : process.env[name]) ?? "");
for (const [path, text] of Object.entries(found.files ?? {})) {
  const file = resolve(filled(path));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, filled(text));
}
for (const [name, value] of Object.entries(found.outputs ?? {})) {
  if (!process.env.GITHUB_OUTPUT) throw new Error("an output, and no GITHUB_OUTPUT");
  appendFileSync(process.env.GITHUB_OUTPUT, name + "<<END_OF_IT\\n" + filled(value) + "\\nEND_OF_IT\\n");
}
process.stdout.write(filled(found.stdout ?? ""));
if (found.real) {
  const child = spawn(tool, args, { stdio: "inherit", env: { ...process.env, PATH } });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
} else {
  setTimeout(() => process.exit(found.exitCode ?? 0), (found.seconds ?? 0) * 1000);
}
`;
