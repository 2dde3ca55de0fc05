import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { withTemporaryFolder } from "./temporary-folder";

/** The resources that one process used, and its output. */
export interface ProcessCost {
  readonly seconds: number;
  readonly peakMib: number;
  /** Its output. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Variables in addition to those of this process; `undefined` removes one. */
  readonly env?: NodeJS.ProcessEnv;
  /** Exit codes that are no failure. @default [0] */
  readonly codes?: readonly number[];
}

/** Runs Node with these arguments until it ends. @throws {Error} with its output, if it fails */
export function runNode(args: readonly string[], { env, ...options }: RunOptions = {}): Promise<ProcessCost> {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, "peak-memory");
    const ran = await run(process.execPath, ["--require", resolve("bench/peak-memory.cjs"), ...args], {
      ...options,
      env: { ...env, PEAK_MEMORY_FILE: file },
    });
    return { ...ran, peakMib: Number(readFileSync(file, "utf8")) / 1024 };
  });
}

/** Runs a command until it ends. @throws {Error} with its output, if it fails */
export function run(command: string, args: readonly string[], { cwd, env, codes = [0] }: RunOptions = {}) {
  return new Promise<{ seconds: number; output: string }>((done, fail) => {
    const begun = performance.now();
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.on("data", (text: Buffer) => (output += text));
    child.stderr.on("data", (text: Buffer) => (errors += text));
    child.once("error", fail);
    child.once("close", (code) => {
      const seconds = (performance.now() - begun) / 1000;
      if (codes.includes(code ?? -1)) done({ seconds, output });
      else fail(new Error(`${command} ${args.join(" ")}: exit code ${code}\n${output}${errors}`));
    });
  });
}
