import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorPython, ensureEmulatorInstalled } from "../../../operator/local/emulator-install";
import { moto } from "../../../operator/local/emulator-program";
import { root } from "../../stacks/synthesized";

const local = join(root, ".local");
const packages = join(local, "python", "coverage");
const requirements = join(__dirname, "coverage-requirements.txt");

export interface Tested {
  /** unittest's output: each failure, then the number of tests. */
  readonly said: string;
  readonly status: number | null;
  readonly lines: number;
  /** Lines that no test reached, by file. */
  readonly missed: Readonly<Record<string, readonly number[]>>;
  readonly coveredPercent: number;
}

/** Moto's Python, which has the AWS SDK and moto, with coverage in a folder of its own, because `npm start` does not need it. */
export async function installCoverage(): Promise<void> {
  await ensureEmulatorInstalled(local);
  const stamp = join(packages, "installed");
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(packages, { recursive: true, force: true });
  const options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--target", packages];
  python(["-m", "pip", "install", ...options, "-r", requirements]);
  writeFileSync(stamp, wanted);
}

/** Runs the tests of a folder with the code of another, whose modules they import by name. */
export function testPython(code: string, tests: string): Tested {
  const folder = mkdtempSync(join(tmpdir(), "coverage-"));
  try {
    const data = `--data-file=${join(folder, "data")}`;
    const paths = { PYTHONPATH: [packages, code, tests].join(":") };
    const discover = ["-m", "unittest", "discover", "--start-directory", tests];
    const { status, stderr } = runPython(["-m", "coverage", "run", data, `--source=${code}`, ...discover], paths);
    const report = join(folder, "report.json");
    python(["-m", "coverage", "json", data, "--quiet", "-o", report], paths);
    const { totals, files } = JSON.parse(readFileSync(report, "utf8")) as CoverageJson;
    const missed = Object.entries(files).flatMap(([file, { missing_lines: lines }]) =>
      lines.length > 0 ? [[file.slice(file.indexOf("functions/")), lines] as const] : [],
    );
    return {
      said: stderr,
      status,
      lines: totals.num_statements,
      missed: Object.fromEntries(missed),
      coveredPercent: totals.percent_covered,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface CoverageJson {
  readonly totals: { readonly num_statements: number; readonly percent_covered: number };
  readonly files: Readonly<Record<string, { readonly missing_lines: readonly number[] }>>;
}

function runPython(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  // Credentials of no account: a call that a test does not mock must fail, not use a login of this machine or the emulator.
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const account = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_EC2_METADATA_DISABLED: "true" };
  return spawnSync(emulatorPython(local, moto), args, {
    cwd: root,
    encoding: "utf8",
    env: { ...Object.fromEntries(others), ...account, PYTHONDONTWRITEBYTECODE: "1", ...env },
  });
}

/** Runs a program that must succeed: without it there are no tests. */
function python(args: readonly string[], env?: NodeJS.ProcessEnv): void {
  const { status, stdout, stderr } = runPython(args, env);
  if (status !== 0) throw new Error(`${args.slice(0, 4).join(" ")}: ${`${stdout}\n${stderr}`.trim()}`);
}
