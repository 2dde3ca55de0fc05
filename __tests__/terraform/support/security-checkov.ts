import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as policy from "../../../operator/policy/checkov";
import { root } from "../../stacks/synthesized";

export type { Report } from "../../../operator/policy/checkov";
export type { FailedCheck } from "../../../operator/policy/exceptions";

const environment = policy.checkovEnvironment(root);

/**
 * Installs checkov as `--policy` does, if it is missing or its version has changed. Returns the reason if that fails. Synchronous, because
 * Jest needs the list of tests.
 */
export function installCheckov(): string | undefined {
  const { folder, requirements } = environment;
  const stamp = join(folder, "installed");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return undefined;
  rmSync(folder, { recursive: true, force: true });
  const options = ["--quiet", "--disable-pip-version-check", "--require-hashes"];
  const pip = ["-m", "pip", "install", ...options, "-r", requirements];
  const failure =
    failureOf(process.env.PYTHON || "python3", ["-m", "venv", folder]) ?? failureOf(join(folder, "bin", "python"), pip);
  if (!failure) writeFileSync(stamp, wanted);
  return failure;
}

/** checkov's report on a plan in JSON. */
export function checkPlan(planFile: string): Promise<policy.Report> {
  return policy.checkPlan(environment, planFile);
}

/** The last line of the output of a program that failed; nothing if it succeeded. */
function failureOf(program: string, args: readonly string[]): string | undefined {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return undefined;
  return error?.message || `${stdout}\n${stderr}`.trim().split("\n").at(-1) || `${program} failed`;
}
