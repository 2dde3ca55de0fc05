import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { installPythonTool, type PythonTool, pathOf } from "./python-tool";

const run = promisify(execFile);
const checkov: PythonTool = { name: "checkov", requirements: join(__dirname, "security-requirements.txt") };

/** A check that a resource fails. */
export interface FailedCheck {
  readonly id: string;
  readonly address: string;
}

export interface Report {
  readonly passed: number;
  readonly failed: readonly FailedCheck[];
}

/** Installs checkov from PyPI (290 MB). Returns the reason if that fails. */
export const installCheckov = (): string | undefined => installPythonTool(checkov);

/** checkov's report on a plan in JSON, the only form in which it reads all our resources. */
export async function checkPlan(planFile: string): Promise<Report> {
  const args = "--skip-download --framework terraform_plan --soft-fail --quiet --compact -o json -f".split(" ");
  const { stdout } = await run(pathOf(checkov), [...args, planFile], { maxBuffer: 2 ** 28 });
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
