import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Providers of Terraform that run until they are stopped. */
export interface RunningProviders {
  /** With these variables Terraform uses them, in the place of starting each several times in a plan, which halves the plan's CPU time. */
  readonly env: NodeJS.ProcessEnv;
  stop(): void;
}

/** How long a provider may take to say where it is: seconds on a machine with nothing else to do. */
const patienceMs = 120_000;

/**
 * Starts the providers that workspaces were initialized with, as their developers do to debug them. They read the clouds' variables from
 * `env`, not from those of Terraform. A provider has one configuration at a time: not for stacks with several, nor for two that are planned
 * at once. Nor for a Terraform that is killed: its provider must die with it. Synchronous, because a list of tests may depend on it.
 *
 * @param dataFolders the `.terraform` of each workspace
 */
export function startProviders(dataFolders: readonly string[], env: NodeJS.ProcessEnv): RunningProviders {
  const folder = mkdtempSync(join(tmpdir(), "providers-"));
  const programs = new Set(dataFolders.flatMap(programsIn));
  const running = [...programs].map((program, index) => {
    const file = join(folder, String(index));
    const output = openSync(file, "w");
    const child = spawn(program, ["-debug"], { env, stdio: ["ignore", output, "ignore"] });
    // Where it cannot be started, its address is missing.
    child.once("error", () => {});
    closeSync(output);
    return { child, program, file };
  });
  const stop = () => {
    for (const { child } of running) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const addresses = running.flatMap(({ program, file }) => Object.entries(JSON.parse(addressIn(program, file))));
    const all = Object.fromEntries(addresses);
    if (Object.keys(all).length < programs.size)
      throw new Error(`expected one version of each provider, found ${[...programs].join(", ")}`);
    return { env: { TF_REATTACH_PROVIDERS: JSON.stringify(all) }, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** The programs in a workspace: `providers/<host>/<namespace>/<type>/<version>/<machine>/terraform-provider-…`. */
function programsIn(dataFolder: string): string[] {
  let folders = [join(dataFolder, "providers")].filter(existsSync);
  for (let level = 0; level < 5; level += 1)
    folders = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  return folders.flatMap((folder) => {
    const program = readdirSync(folder).find((name) => name.startsWith("terraform-provider-"));
    return program ? [realpathSync(join(folder, program))] : [];
  });
}

/** What a provider prints once it can be reached. */
function addressIn(program: string, file: string): string {
  const end = Date.now() + patienceMs;
  for (;;) {
    const said = readFileSync(file, "utf8");
    const address = /TF_REATTACH_PROVIDERS='(.+)'/.exec(said)?.[1];
    if (address) return address;
    if (Date.now() > end) throw new Error(`${program}: expected its address, found ${said || "nothing"}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}
