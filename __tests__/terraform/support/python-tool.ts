import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PythonEnvironment } from "../../../operator/python/environment";

/**
 * Installs a tool from PyPI as `ensurePython` does, if it is missing or its version has changed. Returns the reason if that fails.
 * Synchronous, because Jest needs the list of tests.
 */
export function installPythonTool({ folder: venv, requirements }: PythonEnvironment): string | undefined {
  const stamp = join(venv, "installed");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
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
