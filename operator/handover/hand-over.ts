import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { discardPlan, dropPlan, planFile, summaryFile } from "../plan/plan-file";
import type { StackPlan } from "../plan/stack-plan";
import { UserError } from "../process/user-error";
import { lockFile } from "../terraform/provider-lock";
import { savedRun } from "../terraform/remote-run";
import type { Workspace } from "../terraform/workspace";
import { configurationIn } from "./configuration";
import { packed } from "./pack";
import { sealed } from "./sealed";
import { type Versions, versionsIn } from "./versions";

/** What is handed over in addition to the files of a plan. */
export interface Manifest {
  readonly versions: Versions;
  /** The commit that was planned, with `-dirty` where files differed from it; absent outside Git. */
  readonly commit?: string | undefined;
  /** The run in HCP Terraform that keeps the plan: then there is none in the file, only the run's id. */
  readonly run?: string | undefined;
}

export interface HandOverProps {
  readonly folder: string;
  /** 32 bytes. */
  readonly key: Buffer;
  readonly commit?: string | undefined;
}

export const manifestFile = "manifest.json";

/** The file with a stack's plan. */
export const sealedFile = (folder: string, id: string): string => join(folder, `${id}.plan`);

/** Makes the folder for plans, for its owner only, and removes an earlier plan of these stacks: a failed plan leaves none. */
export function prepareFolder(folder: string, ids: readonly string[]): void {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new UserError(`--out: expected a folder, found the file ${folder}`);
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const id of ids) rmSync(sealedFile(folder, id), { force: true });
}

/**
 * Moves the plan that was just made from its workspace into the folder, encrypted, with all that an apply elsewhere needs: what was shown,
 * the stack's JSON and assets, the lock file of its providers, the versions, the commit. Nothing of it stays in the workspace.
 */
export async function handOver(workspace: Workspace, plan: StackPlan, props: HandOverProps): Promise<void> {
  const { id, dir, env } = workspace;
  const { folder, key, commit } = props;
  try {
    const versions = await versionsIn(dir, env);
    const manifest: Manifest = { versions, commit, run: savedRun(workspace, planFile)?.id };
    const own = [planFile, ...(existsSync(workspace.path(lockFile)) ? [lockFile] : [])];
    const files = new Map([
      [manifestFile, Buffer.from(JSON.stringify(manifest))],
      [summaryFile, Buffer.from(JSON.stringify(plan))],
      ...own.map((name) => [name, readFileSync(workspace.path(name))] as const),
      ...configurationIn(dir),
    ]);
    const file = sealedFile(folder, id);
    const draft = `${file}.${randomUUID()}.draft`;
    try {
      writeFileSync(draft, sealed(id, packed(files), key), { mode: 0o600 });
      renameSync(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
    dropPlan(workspace);
  } catch (error) {
    // A run in HCP Terraform that no file names would wait for nothing.
    await discardPlan(workspace);
    throw error;
  }
}
