import { existsSync, readFileSync, rmSync } from "node:fs";
import { writeAtomically } from "../process/files";
import { UserError } from "../process/user-error";
import { isBackendMissing } from "./diagnostics";
import type { Workspace } from "./workspace";

/** Where a stack's state is worked on: in its backend, or for a while in a file of its workspace. */
export type StatePlace = "backend" | "file";

const stateFile = "bootstrap.tfstate";
const overrideFile = "backend_override.tf.json";
const fileBackend = JSON.stringify({ terraform: { backend: { local: { path: stateFile } } } });

/**
 * Gets a workspace ready to plan. A stack that makes the very bucket which holds its state starts with a file instead, until
 * {@link moveStateToBackend}; a run that was interrupted on the way goes on where it was.
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
  // Refused by Terraform should the bucket hold another or a newer state; doing it twice changes nothing.
  if (fileState(workspace)) await workspace.terraform.run(["state", "push", "-no-color", stateFile]);
  dropFile(workspace);
}

/** Takes the state out of the backend, which a destroy is about to remove, into the workspace's file. */
export async function moveStateToFile(workspace: Workspace): Promise<void> {
  const text = await workspace.terraform.run(["state", "pull"]);
  if (!parse(text)) return;
  writeAtomically(workspace.path(stateFile), text);
  await useFile(workspace);
}

/** Forgets the workspace's file, once its state is elsewhere or has nothing in it any more. */
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

/** A state that was never written has no lineage. */
function parse(text: string): State | undefined {
  const state = text.trim() ? (JSON.parse(text) as State) : undefined;
  return state?.lineage ? state : undefined;
}

/** The state in the workspace's file, if there is anything in it. */
function fileState(workspace: Workspace): State | undefined {
  const path = workspace.path(stateFile);
  if (!existsSync(path)) return undefined;
  const state = JSON.parse(readFileSync(path, "utf8")) as State;
  return state.resources.length > 0 ? state : undefined;
}

/** Whether the backend has the file's state already, or a later one. @throws {UserError} when the two have nothing in common */
function isMoved(workspace: Workspace, local: State, remote: State | undefined): boolean {
  if (!remote) return false;
  if (remote.lineage === local.lineage) return remote.serial >= local.serial;
  throw new UserError(
    `${workspace.id}: ${workspace.path(stateFile)} and the state in the bucket are not of the same origin: remove the one that is wrong`,
  );
}
