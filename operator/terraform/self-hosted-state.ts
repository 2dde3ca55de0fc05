import { existsSync, readFileSync, rmSync } from "node:fs";
import { writeAtomically } from "../process/files";
import { UserError } from "../process/user-error";
import { isBackendMissing } from "./diagnostics";
import { jsonText, readJson } from "./json-output";
import { bootstrapFile } from "./state-place";
import type { Workspace } from "./workspace";

/** Where a stack's state is: in its backend, or temporarily in a file of its workspace. */
export type StatePlace = "backend" | "file";

const stateFile = bootstrapFile;
const overrideFile = "backend_override.tf.json";
const fileBackend = JSON.stringify({ terraform: { backend: { local: { path: stateFile } } } });

/**
 * Initializes a workspace, so that it can plan. A stack that makes the bucket of its own state begins with a state file, until
 * {@link moveStateToBackend}. After an interrupted run it goes on from the newer of the two states.
 */
export async function prepareBackend(workspace: Workspace): Promise<StatePlace> {
  if (!workspace.config.ownsBackend) {
    await workspace.init();
    return "backend";
  }
  rmSync(workspace.path(overrideFile), { force: true });
  const remote = await remoteState(workspace);
  const local = fileState(workspace);
  if (remote !== "no backend" && (!local || isMoved(workspace, local, remote))) {
    dropFile(workspace);
    return "backend";
  }
  await useFile(workspace);
  return "file";
}

/** Moves the state from the workspace's file into the backend that now exists. */
export async function moveStateToBackend(workspace: Workspace): Promise<void> {
  rmSync(workspace.path(overrideFile), { force: true });
  await workspace.reinit();
  // Terraform refuses if the bucket holds another or a newer state. A second push of the same state changes nothing.
  if (fileState(workspace)) await workspace.terraform.run(["state", "push", "-no-color", stateFile]);
  dropFile(workspace);
}

/** Moves the state from the backend, which a destroy is about to remove, to the workspace's file. */
export async function moveStateToFile(workspace: Workspace): Promise<void> {
  const text = await workspace.terraform.run(["state", "pull"]);
  if (!parse(text)) return;
  writeAtomically(workspace.path(stateFile), jsonText("state pull", text));
  await useFile(workspace);
}

/**
 * Runs `use` with a lock in the bucket instead of the lock table, which was deleted and which `use` makes again. Until then Terraform could
 * neither lock nor keep a checksum.
 */
export async function lockedInBucket<T>(workspace: Workspace, use: () => Promise<T>): Promise<T> {
  const { dynamodb_table: _, ...settings } = workspace.config.backend.settings;
  const s3 = { ...settings, use_lockfile: true };
  writeAtomically(workspace.path(overrideFile), JSON.stringify({ terraform: { backend: { s3 } } }));
  try {
    await workspace.reinit();
    const result = await use();
    rmSync(workspace.path(overrideFile));
    await workspace.reinit();
    return result;
  } finally {
    rmSync(workspace.path(overrideFile), { force: true });
  }
}

/** Removes the workspace's file, once its state is in the backend or empty. */
export function dropFile(workspace: Workspace): void {
  for (const file of [overrideFile, stateFile, `${stateFile}.backup`]) rmSync(workspace.path(file), { force: true });
}

interface State {
  readonly lineage: string;
  readonly serial: number;
  readonly resources: readonly unknown[];
}

async function useFile(workspace: Workspace): Promise<void> {
  writeAtomically(workspace.path(overrideFile), fileBackend);
  await workspace.reinit();
}

async function remoteState(workspace: Workspace): Promise<State | undefined | "no backend"> {
  try {
    await workspace.init();
    return parse(await workspace.terraform.run(["state", "pull"]));
  } catch (error) {
    if (isBackendMissing(error)) return "no backend";
    throw error;
  }
}

/** Reads a state; nothing if it was never written, and so has no lineage. */
function parse(text: string): State | undefined {
  const state = text.trim() ? (readJson("state pull", text) as State) : undefined;
  return state?.lineage ? state : undefined;
}

/** The state in the workspace's file, if it has any resource. */
function fileState(workspace: Workspace): State | undefined {
  const path = workspace.path(stateFile);
  if (!existsSync(path)) return undefined;
  const state = JSON.parse(readFileSync(path, "utf8")) as State;
  return state.resources.length > 0 ? state : undefined;
}

/** Whether the backend has the file's state or a later one. @throws {UserError} when the two are states of different origins */
function isMoved(workspace: Workspace, local: State, remote: State | undefined): boolean {
  if (!remote) return false;
  if (remote.lineage === local.lineage) return remote.serial >= local.serial;
  throw new UserError(
    `${workspace.id}: ${workspace.path(stateFile)} and the state in the bucket have different origins (lineages): compare them and remove the wrong one`,
  );
}
