import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ensurePython, type PythonEnvironment, pythonOf } from "../python/environment";
import type { FailedCheck } from "./exceptions";

const run = promisify(execFile);

export interface Report {
  readonly passed: number;
  readonly failed: readonly FailedCheck[];
}

/** Where checkov is installed (290 MB). @param root the checkout */
export function checkovEnvironment(root: string): PythonEnvironment {
  return {
    folder: join(root, ".local", "python", "checkov"),
    requirements: join(root, "operator", "python", "checkov-requirements.txt"),
  };
}

/** Installs checkov, if it is missing or its version has changed. @throws {UserError} */
export async function ensureCheckov(root: string, begins?: () => void): Promise<void> {
  const lockFile = join(root, ".local", "python.lock");
  await ensurePython([checkovEnvironment(root)], { what: "checkov", lockFile, ...(begins && { begins }) });
}

/**
 * checkov's report on a plan in JSON, the only form in which it reads all our resources. Its checks are those of its version: nothing is
 * downloaded, and no file of settings next to the plan is read.
 *
 * @throws Error if a part of the plan was not read: what was not checked has not passed
 */
export async function checkPlan(environment: PythonEnvironment, planFile: string): Promise<Report> {
  const args = "--skip-download --framework terraform_plan --soft-fail --quiet --compact -o json -f".split(" ");
  const checkov = join(dirname(pythonOf(environment)), "checkov");
  const { stdout } = await run(checkov, [...args, planFile], { cwd: dirname(planFile), maxBuffer: 2 ** 28 });
  const { summary, results } = JSON.parse(stdout) as CheckovJson;
  if (!results || summary?.parsing_errors || summary?.skipped) {
    throw new Error(`expected everything to be checked, found ${JSON.stringify(summary ?? stdout.slice(0, 200))}`);
  }
  const failed = results.failed_checks.map(({ check_id: id, resource: address, check_name: title }) => ({
    id,
    address,
    ...(title && { title }),
  }));
  return { passed: summary?.passed ?? 0, failed };
}

interface CheckovJson {
  readonly summary?: { readonly passed: number; readonly skipped: number; readonly parsing_errors: number };
  readonly results?: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly resource: string;
      readonly check_name?: string;
    }[];
  };
}
