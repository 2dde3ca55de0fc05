import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { Claim } from "../claim";
import { UserError } from "../user-error";

const run = promisify(execFile);

/** Where the emulator's Python is, once installed. */
export function emulatorPython(folder: string): string {
  return resolve(folder, "venv", "bin", "python");
}

/** A file of the emulator's source, which lies beside the operator's own folder. */
export function emulatorSource(folder: string, file: string): string {
  return resolve(folder, "..", "operator", "local", "moto", file);
}

/**
 * Puts the emulator into `<folder>/venv`, from PyPI, when it is not there or its requirements changed. An interrupted
 * installation leaves no stamp, and is made anew.
 * @param begins called before an installation, which takes a minute or two. @default - said to nobody
 */
export async function ensureEmulatorInstalled(folder: string, begins = () => {}): Promise<void> {
  const requirements = emulatorSource(folder, "requirements.txt");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const venv = join(folder, "venv");
  const stamp = join(venv, "installed");
  const installed = () =>
    existsSync(emulatorPython(folder)) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (installed()) return;

  const claim = await Claim.wait(join(folder, "venv.claim"), "install the emulator");
  try {
    if (installed()) return;
    const python = await findPython();
    begins();
    rmSync(venv, { recursive: true, force: true });
    const unmade = await failureOf(run(python, ["-m", "venv", venv]));
    if (unmade && /ensurepip|No module named venv/.test(unmade)) {
      throw new UserError("Python's venv module is missing: install it (python3-venv on Debian and Ubuntu)");
    }
    if (unmade) throw new UserError(`The emulator's Python environment could not be made: ${lastLine(unmade)}`);
    // Compiled when imported, as far as it is: 100 MB less.
    const options = ["--quiet", "--no-compile", "--disable-pip-version-check"];
    const pip = ["-m", "pip", "install", ...options, "-r", requirements];
    const refused = await failureOf(run(emulatorPython(folder), pip));
    if (refused) throw new UserError(`pip could not install the emulator: ${lastLine(refused)}`);
    writeFileSync(stamp, wanted);
  } finally {
    claim.release();
  }
}

/** The Python to make the environment with: the one that PYTHON names, else python3 or python. At least 3.10. */
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

/** What a program said when it failed; nothing when it did not. */
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
