import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ProcessLock } from "../process/process-lock";
import { UserError } from "../process/user-error";
import { type EmulatorProgram, programs } from "./emulator-program";

const run = promisify(execFile);

/** The Python of a program, once installed. */
export function emulatorPython(folder: string, { name }: EmulatorProgram): string {
  return resolve(folder, "python", name, "bin", "python");
}

/** A file of a program's source. */
export function emulatorSource(folder: string, { name }: EmulatorProgram, file: string): string {
  return resolve(folder, "..", "operator", "local", name, file);
}

/**
 * Installs both programs of the emulator from PyPI, each in a virtual environment below `<folder>/python`, if they are missing or their
 * requirements have changed. After an interrupted installation there is no stamp, and it is repeated.
 * @param begins called before an installation, which takes a minute or two. @default - nothing is called
 */
export async function ensureEmulatorInstalled(folder: string, begins = () => {}): Promise<void> {
  const missing = () => programs.filter((program) => !installed(folder, program));
  if (missing().length === 0) return;

  const lock = await ProcessLock.acquire(join(folder, "python.lock"), "the installation of the emulator");
  try {
    if (missing().length === 0) return;
    const python = await findPython();
    begins();
    for (const program of missing()) await install(folder, program, python);
  } finally {
    lock.release();
  }
}

function installed(folder: string, program: EmulatorProgram): boolean {
  const stamp = stampOf(folder, program);
  if (!existsSync(emulatorPython(folder, program)) || !existsSync(stamp)) return false;
  return readFileSync(stamp, "utf8") === wanted(folder, program);
}

async function install(folder: string, program: EmulatorProgram, python: string): Promise<void> {
  const venv = join(folder, "python", program.name);
  rmSync(venv, { recursive: true, force: true });
  const unmade = await failureOf(run(python, ["-m", "venv", venv]));
  if (unmade && /ensurepip|No module named venv/.test(unmade)) {
    throw new UserError("Python's venv module is missing: install it (python3-venv on Debian and Ubuntu)");
  }
  if (unmade) throw new UserError(`The emulator's Python environment could not be made: ${lastLine(unmade)}`);
  // Modules are compiled when they are imported: 100 MB less.
  const options = ["--quiet", "--no-compile", "--disable-pip-version-check", "--require-hashes"];
  const pip = ["-m", "pip", "install", ...options, "-r", requirements(folder, program)];
  const refused = await failureOf(run(emulatorPython(folder, program), pip));
  if (refused) throw new UserError(`pip could not install the emulator: ${lastLine(refused)}`);
  writeFileSync(stampOf(folder, program), wanted(folder, program));
}

/** The file that records for which requirements an environment was made. */
function stampOf(folder: string, { name }: EmulatorProgram): string {
  return join(folder, "python", name, "installed");
}

function wanted(folder: string, program: EmulatorProgram): string {
  return createHash("sha256")
    .update(readFileSync(requirements(folder, program)))
    .digest("hex");
}

function requirements(folder: string, program: EmulatorProgram): string {
  return emulatorSource(folder, program, "requirements.txt");
}

/** The Python that makes the environment, 3.10 or newer: the one that PYTHON names, else python3 or python. */
async function findPython(): Promise<string> {
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
    `Python 3.10 or newer is needed for the emulator, found ${found.join(", ") || `none as ${names.join(" or ")}`}`,
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

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
