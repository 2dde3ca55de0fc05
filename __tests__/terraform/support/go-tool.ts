import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ProcessLock } from "../../../operator/process/process-lock";
import { root } from "../../stacks/synthesized";

export interface GoTool {
  readonly name: string;
  /** Import path of the command. */
  readonly source: string;
  /** Module version, built where the tool is not on the PATH. */
  readonly version: string;
}

/** Renders charts like the Helm provider, which uses the same library. */
export const helm: GoTool = { name: "helm", source: "helm.sh/helm/v3/cmd/helm", version: "v3.19.2" };

export const kubeScore: GoTool = {
  name: "kube-score",
  source: "github.com/zegl/kube-score/cmd/kube-score",
  version: "v1.20.0",
};

export const actionlint: GoTool = {
  name: "actionlint",
  source: "github.com/rhysd/actionlint/cmd/actionlint",
  version: "v1.7.12",
};

/** The path of a tool, or the reason why it is missing. */
type Found = { readonly program: string } | { readonly unavailable: string };

/**
 * The tool on the PATH, or else the one under `.local/tools`, which is built first if it is missing (a few minutes, once). Synchronous,
 * because Jest needs the list of tests.
 */
function findGoTool({ name, source, version }: GoTool): Found {
  const installed = onPath(name);
  if (installed) return { program: installed };
  const folder = join(root, ".local", "tools");
  const program = join(folder, `${name}-${version}`);
  if (existsSync(program)) return { program };
  const go = onPath("go");
  if (!go) return { unavailable: `neither ${name} nor Go, which could build it, is on the PATH` };

  mkdirSync(folder, { recursive: true });
  const lock = takeTurn(`${program}.lock`, `build ${name}`);
  const made = mkdtempSync(join(folder, "build-"));
  try {
    if (existsSync(program)) return { program };
    process.stderr.write(`building ${name} ${version}, once\n`);
    const env = { ...process.env, GOBIN: made };
    const { status, error, stderr } = spawnSync(go, ["install", `${source}@${version}`], { encoding: "utf8", env });
    if (status !== 0) return { unavailable: error?.message ?? stderr.trim().split("\n").at(-1) ?? "go install failed" };
    renameSync(join(made, name), program);
    return { program };
  } finally {
    rmSync(made, { recursive: true });
    lock.release();
  }
}

/** Tests that need tools. If one is missing they are skipped, and their name gives the reason. */
export function describeWith(tools: readonly GoTool[], name: string, tests: (...programs: string[]) => void): void {
  const found = tools.map(findGoTool);
  const [reason] = found.flatMap((tool) => ("unavailable" in tool ? [tool.unavailable] : []));
  const programs = found.map((tool) => ("program" in tool ? tool.program : ""));
  const title = reason ? `skipped: ${name}: ${reason}` : name;
  // Jest prints no name of a file whose tests are all skipped.
  if (reason) process.stderr.write(`${title}\n`);
  (reason ? describe.skip : describe)(title, () => tests(...programs));
}

/** Jest runs files in parallel, and two of them may build the same tool. */
function takeTurn(path: string, operation: string): ProcessLock {
  for (;;) {
    const lock = ProcessLock.tryAcquire(path, operation);
    if (lock instanceof ProcessLock) return lock;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function onPath(name: string): string | undefined {
  const files = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
