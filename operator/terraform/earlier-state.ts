import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../process/files";
import { UserError } from "../process/user-error";
import { isBackendMissing } from "./diagnostics";
import type { Backend, StackConfig } from "./stack-config";
import { backendOnly, backendRecord, placeText, recordedBackend } from "./state-place";
import { Terraform } from "./terraform";

/** A working folder, as far as it is about the place of the state. */
export interface StateFolder {
  readonly id: string;
  readonly dir: string;
  readonly config: StackConfig;
  readonly env: NodeJS.ProcessEnv;
}

/** A state that is where earlier settings kept it, and not where the settings keep it now. */
export interface EarlierState {
  /** Both places, in words. */
  readonly from: string;
  readonly to: string;
  /** The state as Terraform writes it. */
  readonly text: string;
  readonly serial: number;
  readonly lineage: string;
  /** Number of resources. */
  readonly resources: number;
}

const dataDir = ".terraform";

/** Reads the state in the place that the folder was initialized for; nothing if that is the place of now, or has no resources. */
export async function earlierState(folder: StateFolder): Promise<EarlierState | undefined> {
  const { dir, config, id } = folder;
  const recorded = recordedBackend(join(dir, dataDir));
  if (!recorded || placeText(recorded) === placeText(config.backend)) return undefined;
  const places = { from: placeText(recorded), to: placeText(config.backend) };
  const pull = (terraform: Terraform) => terraform.run(["state", "pull"]);
  const text = await withBackend(folder, recorded, pull).catch((error: Error) => {
    if (isBackendMissing(error)) return "";
    const forget = `if nothing is deployed there, remove ${join(dir, dataDir)} and run the command again`;
    throw new UserError(
      `${id}: its state was in ${places.from} and would now be in ${places.to}, but the first cannot be read: ${forget}\n${error.message}`,
      { cause: error },
    );
  });
  if (!text.trim()) return undefined;
  const { serial, lineage, resources } = JSON.parse(text) as { serial: number; lineage: string; resources: unknown[] };
  return resources.length > 0 ? { ...places, text, serial, lineage, resources: resources.length } : undefined;
}

/** @throws {UserError} when the state is still where earlier settings kept it: a plan would make everything a second time */
export async function refuseEarlierState(folder: StateFolder): Promise<void> {
  const earlier = await earlierState(folder);
  if (!earlier) return;
  const { id } = folder;
  throw new UserError(
    `${id}: its state, with ${earlier.resources} resources, is in ${earlier.from}; the settings now name ${earlier.to}. Nothing was changed. ` +
      `To move it: npm run deploy -- ${id} --move-state; or put the setting \`state\` back`,
  );
}

/** Forgets the place that the folder was initialized for. */
export function forgetPlace({ dir }: StateFolder): void {
  rmSync(backendRecord(join(dir, dataDir)), { force: true });
}

/** Runs `use` in a folder of its own, which is initialized for a backend and has nothing else. It is removed afterwards. */
export async function withBackend<T>(
  { dir, env }: StateFolder,
  backend: Backend,
  use: (terraform: Terraform, dir: string) => Promise<T>,
): Promise<T> {
  const folder = join(dir, "other-backend");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeAtomically(join(folder, "main.tf.json"), JSON.stringify(backendOnly(backend)));
    const terraform = new Terraform({ cwd: folder, env });
    await terraform.run(["init", "-input=false", "-no-color"]);
    return await use(terraform, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
