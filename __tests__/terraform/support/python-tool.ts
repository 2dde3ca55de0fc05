import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../stacks/synthesized";

/** A program from PyPI, in a virtual environment of its own under `.local/`. */
export interface PythonTool {
  readonly name: string;
  /** The file with its packages, each with its hashes. */
  readonly requirements: string;
}

export const pathOf = ({ name }: PythonTool): string => join(root, ".local", name, "bin", name);

/**
 * Installs a tool if it is missing or its version has changed. Returns the reason if that fails. Synchronous, because Jest needs the list of
 * tests.
 */
export function installPythonTool({ name, requirements }: PythonTool): string | undefined {
  const venv = join(root, ".local", name);
  const stamp = join(venv, "installed");
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return undefined;
  rmSync(venv, { recursive: true, force: true });
  const options = ["--quiet", "--disable-pip-version-check", "--require-hashes"];
  const pip = ["-m", "pip", "install", ...options, "-r", requirements];
  const failure =
    failureOf(process.env.PYTHON || "python3", ["-m", "venv", venv]) ?? failureOf(join(venv, "bin", "python"), pip);
  if (!failure) writeFileSync(stamp, wanted);
  return failure;
}

/** The last line of the output of a program that failed; nothing if it succeeded. */
function failureOf(program: string, args: readonly string[]): string | undefined {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return undefined;
  return error?.message || `${stdout}\n${stderr}`.trim().split("\n").at(-1) || `${program} failed`;
}
