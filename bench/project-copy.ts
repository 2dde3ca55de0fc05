import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { startEmulator, stopEmulator } from "../operator/local/emulator";
import { emulatorEnvironment } from "../operator/local/emulator-environment";
import { ensureEmulatorInstalled } from "../operator/local/emulator-install";
import { run } from "./run-process";

/** What is copied of the checkout, so that the commands run in a folder with an operator's folder of its own. */
export const sources = [
  "main.ts",
  "stacks",
  "modules",
  "settings",
  "operator",
  "charts",
  "functions",
  "environments",
  "systems",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "cdktf.json",
] as const;

/** Copies the sources, and shares the packages. What an earlier copy left in `.local` stays. */
export function copyProject(root: string, project: string): void {
  mkdirSync(project, { recursive: true });
  for (const name of sources) {
    rmSync(join(project, name), { recursive: true, force: true });
    cpSync(join(root, name), join(project, name), { recursive: true });
  }
  link(join(root, "node_modules"), join(project, "node_modules"));
}

/** As {@link copyProject}, with the installed emulator of the checkout. Returns the operator's folder of the copy. */
export async function copyWithEmulator(root: string, project: string): Promise<string> {
  const folder = join(project, ".local");
  copyProject(root, project);
  mkdirSync(folder, { recursive: true });
  await ensureEmulatorInstalled(join(root, ".local"));
  link(join(root, ".local", "python"), join(folder, "python"));
  return folder;
}

/** Runs `use` with a new emulator that has the state bucket, and no stack in it. */
export async function onNewEmulator<T>(
  project: string,
  folder: string,
  use: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  for (const left of ["stacks", "bare"]) rmSync(join(folder, left), { recursive: true, force: true });
  const emulator = await startEmulator(folder);
  try {
    const env = { ...emulatorEnvironment(folder, emulator), CHECKPOINT_DISABLE: "1" };
    await deploy(project, env, "account-local");
    return await use(env);
  } finally {
    await stopEmulator(folder);
  }
}

/** `npm run deploy` of one stack, as people call it. */
export const deploy = (project: string, env: NodeJS.ProcessEnv, stack: string) =>
  run("npm", ["run", "--silent", "deploy", "--", stack, "--yes"], { cwd: project, env });

function link(target: string, path: string): void {
  if (!existsSync(path)) symlinkSync(target, path);
}
