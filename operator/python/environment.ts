import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ProcessLock } from "../process/process-lock";
import { UserError } from "../process/user-error";

const run = promisify(execFile);

/** A virtual environment with what a file of requirements pins. */
export interface PythonEnvironment {
  /** Where it is made. */
  readonly folder: string;
  /** File of requirements with hashes: pip takes nothing else. */
  readonly requirements: string;
}

export interface InstallProps {
  /** What is installed, in the words of a message: "the emulator". */
  readonly what: string;
  /** File that two installations at the same time hold one after the other. */
  readonly lockFile: string;
  /** Called before an installation, which takes a minute or two. @default - nothing is called */
  readonly begins?: () => void;
}

/** The Python of an environment, once installed. */
export function pythonOf({ folder }: PythonEnvironment): string {
  return join(folder, "bin", "python");
}

/**
 * Installs environments from PyPI if they are missing or their requirements have changed. After an interrupted installation there is no
 * stamp, and it is repeated.
 *
 * @throws {UserError} one line: no Python 3.10, no `venv`, or what pip said last
 */
export async function ensurePython(environments: readonly PythonEnvironment[], props: InstallProps): Promise<void> {
  const missing = () => environments.filter((environment) => !installed(environment));
  if (missing().length === 0) return;

  const lock = await ProcessLock.acquire(props.lockFile, `the installation of ${props.what}`);
  try {
    if (missing().length === 0) return;
    const python = await findPython(props.what);
    props.begins?.();
    for (const environment of missing()) await install(environment, python, props.what);
  } finally {
    lock.release();
  }
}

function installed(environment: PythonEnvironment): boolean {
  const stamp = stampOf(environment);
  if (!existsSync(pythonOf(environment)) || !existsSync(stamp)) return false;
  return readFileSync(stamp, "utf8") === wanted(environment);
}

async function install(environment: PythonEnvironment, python: string, what: string): Promise<void> {
  const { folder, requirements } = environment;
  rmSync(folder, { recursive: true, force: true });
  const unmade = await failureOf(run(python, ["-m", "venv", folder]));
  if (unmade && /ensurepip|No module named venv/.test(unmade)) {
    throw new UserError("Python's venv module is missing: install it (python3-venv on Debian and Ubuntu)");
  }
  if (unmade) throw new UserError(`The Python environment of ${what} could not be made: ${lastLine(unmade)}`);
  // Modules are compiled when they are imported: 100 MB less.
  const options = ["--quiet", "--no-compile", "--disable-pip-version-check", "--require-hashes"];
  const pip = ["-m", "pip", "install", ...options, "-r", requirements];
  const refused = await failureOf(run(pythonOf(environment), pip));
  if (refused) throw new UserError(`pip could not install ${what}: ${reasonOf(refused)}`);
  writeFileSync(stampOf(environment), wanted(environment));
}

/** The file that records for which requirements an environment was made. */
function stampOf({ folder }: PythonEnvironment): string {
  return join(folder, "installed");
}

function wanted({ requirements }: PythonEnvironment): string {
  return createHash("sha256").update(readFileSync(requirements)).digest("hex");
}

/** The Python that makes an environment, 3.10 or newer: the one that PYTHON names, else python3 or python. */
async function findPython(what: string): Promise<string> {
  const names = process.env["PYTHON"] ? [process.env["PYTHON"]] : ["python3", "python"];
  const found: string[] = [];
  for (const name of names) {
    const version = await pythonVersion(name);
    if (!version) continue;
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major === 3 && minor >= 10) return name;
    found.push(`${version} (${name})`);
  }
  throw new UserError(
    `Python 3.10 or newer is needed for ${what}, found ${found.join(", ") || `none as ${names.join(" or ")}`}`,
  );
}

async function pythonVersion(name: string): Promise<string | undefined> {
  try {
    return (await run(name, ["-c", "import platform; print(platform.python_version())"])).stdout.trim();
  } catch {
    return undefined;
  }
}

/** The output of a program that failed; nothing if it succeeded. */
async function failureOf(running: Promise<unknown>): Promise<string | undefined> {
  try {
    await running;
    return undefined;
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    return `${stdout}\n${stderr}`.trim() || message;
  }
}

/** pip's last line. Without a network that is "No matching distribution": what it said of the connection comes before. */
function reasonOf(said: string): string {
  const unreachable = /NewConnectionError|ConnectTimeoutError|NameResolutionError|Connection refused|ProxyError/.test(
    said,
  );
  if (!unreachable) return lastLine(said);
  return "PyPI could not be reached: give this machine a network, or the address of a mirror in PIP_INDEX_URL";
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
