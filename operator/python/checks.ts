import { spawn } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ensurePython, type PythonEnvironment, pythonOf } from "./environment";

/** A tool that ran: its command for people, and what it printed if it failed. */
export interface Ran {
  readonly name: string;
  readonly failed?: string;
}

export interface CheckProps {
  /** The checkout. */
  readonly root: string;
  /** Correct what can be corrected, in place of reporting it. @default false */
  readonly write?: boolean;
  /** Called before an installation. @default - nothing is called */
  readonly begins?: () => void;
}

/**
 * Formats, lints and types the Python of the checkout: ruff reads all of it, mypy each folder of `functions/` and `examples/`, which are
 * programs of their own. Both are pinned, and installed into `.local/python/checks` (60 MB). What they found before is kept, so a second
 * run takes a second.
 *
 * @throws {UserError} where they cannot be installed
 */
export async function checkPython({ root, write = false, begins }: CheckProps): Promise<readonly Ran[]> {
  const local = join(root, ".local");
  const environment: PythonEnvironment = {
    folder: join(local, "python", "checks"),
    requirements: join(root, "operator", "python", "checks-requirements.txt"),
  };
  const lockFile = join(local, "python.lock");
  await ensurePython([environment], { what: "ruff and mypy", lockFile, ...(begins && { begins }) });
  const python = pythonOf(environment);
  const tool = (name: string, args: readonly string[], cwd = root) => run(python, name, args, cwd, root);
  if (write) {
    // One after the other: both write the same files.
    return [await tool("ruff", ["check", "--fix", "--quiet", "."]), await tool("ruff", ["format", "--quiet", "."])];
  }
  const options = (folder: string) => {
    const cache = join(local, "mypy", folder);
    mkdirSync(cache, { recursive: true });
    return ["--config-file", join(root, "pyproject.toml"), "--cache-dir", cache, "--no-error-summary", "."];
  };
  return Promise.all([
    tool("ruff", ["check", "--quiet", "."]),
    tool("ruff", ["format", "--check", "--quiet", "."]),
    ...pythonPrograms(root).map((folder) => tool("mypy", options(folder), join(root, folder))),
  ]);
}

/** The folders of `functions/` and `examples/` with Python in them. */
export function pythonPrograms(root: string): readonly string[] {
  return ["functions", "examples"].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(parent, name))
      .filter((folder) => readdirSync(join(root, folder), { recursive: true }).some((file) => /\.py$/.test(`${file}`)))
      .sort(),
  );
}

async function run(python: string, name: string, args: readonly string[], cwd: string, root: string): Promise<Ran> {
  const child = spawn(python, ["-m", name, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => said.push(data));
  const status = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const where = cwd === root ? "" : `${cwd.slice(root.length + 1)}: `;
  const shown = `${where}${name}${name === "mypy" ? "" : ` ${args.filter((arg) => arg !== "--quiet").join(" ")}`}`;
  if (status === 0) return { name: shown };
  return { name: shown, failed: Buffer.concat(said).toString("utf8").trim() || `ended with exit code ${status}` };
}
