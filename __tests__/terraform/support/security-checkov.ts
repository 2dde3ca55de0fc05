import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../stacks/synthesized";

const run = promisify(execFile);
const venv = join(root, ".local", "checkov");
const requirements = join(__dirname, "security-requirements.txt");

/** A check that a resource fails. */
export interface FailedCheck {
  readonly id: string;
  readonly address: string;
}

export interface Report {
  readonly passed: number;
  readonly failed: readonly FailedCheck[];
}

/**
 * Installs checkov from PyPI into a virtual environment of its own (290 MB), if it is missing or its version has changed. Returns the
 * reason if that fails. Synchronous, because Jest needs the list of tests.
 */
export function installCheckov(): string | undefined {
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

/** checkov's report on a plan in JSON, the only form in which it reads all our resources. */
export async function checkPlan(planFile: string): Promise<Report> {
  const args = "--skip-download --framework terraform_plan --soft-fail --quiet --compact -o json -f".split(" ");
  const { stdout } = await run(join(venv, "bin", "checkov"), [...args, planFile], { maxBuffer: 2 ** 28 });
  const { summary, results } = JSON.parse(stdout) as CheckovJson;
  if (summary.parsing_errors || summary.skipped) {
    throw new Error(`expected everything to be checked, found ${JSON.stringify(summary)}`);
  }
  const failed = results.failed_checks.map(({ check_id: id, resource: address }) => ({ id, address }));
  return { passed: summary.passed, failed };
}

interface CheckovJson {
  readonly summary: { readonly passed: number; readonly skipped: number; readonly parsing_errors: number };
  readonly results: { readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[] };
}

/** The last line of the output of a program that failed; nothing if it succeeded. */
function failureOf(program: string, args: readonly string[]): string | undefined {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return undefined;
  return error?.message || `${stdout}\n${stderr}`.trim().split("\n").at(-1) || `${program} failed`;
}
