import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dropPlan, planFile, summaryFile } from "../plan/plan-file";
import type { StackPlan } from "../plan/stack-plan";
import { UserError } from "../process/user-error";
import { lockFile } from "../terraform/provider-lock";
import type { Workspace } from "../terraform/workspace";
import { type Manifest, manifestFile, sealedFile } from "./hand-over";
import { type Files, unpacked } from "./pack";
import { opened } from "./sealed";

/** The plan of one stack that another run made. */
export interface HandedPlan {
  readonly id: string;
  readonly manifest: Manifest;
  readonly plan: StackPlan;
  readonly files: Files;
}

/** The stacks whose plans a folder holds; none where it is no folder. */
export function handedIds(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const ending = /^([a-z0-9-]+)\.plan$/;
  return readdirSync(folder)
    .flatMap((name) => ending.exec(name)?.[1] ?? [])
    .sort();
}

/**
 * Opens the plans of some stacks, each with its key. All of them are opened before any is used.
 * @throws {UserError} that names the first one that is not there or does not open, and why
 */
export function handedPlans(folder: string, ids: readonly string[], keyOf: (id: string) => Buffer): HandedPlan[] {
  const there = handedIds(folder);
  const missing = ids.filter((id) => !there.includes(id));
  if (missing.length > 0) {
    const has = there.length > 0 ? `plans of ${there.join(", ")}` : "no plan";
    throw new UserError(`${folder}: expected the plan of ${missing.join(", ")}, found ${has}. Nothing was changed`);
  }
  return ids.map((id) => {
    const name = sealedFile(folder, id);
    const files = unpacked(opened(name, id, readFileSync(name), keyOf(id)));
    const json = (file: string) => JSON.parse((files.get(file) ?? Buffer.from("{}")).toString());
    return { id, files, manifest: json(manifestFile) as Manifest, plan: json(summaryFile) as StackPlan };
  });
}

/** What of a plan is the stack's configuration. */
export function configurationOf({ files }: HandedPlan): Files {
  return new Map([...files].filter(([name]) => name === "cdk.tf.json" || name.startsWith("assets/")));
}

/** Writes the configurations of plans as a build does: `<source>/stacks/<id>`. No secret is in them. */
export function writeConfigurations(plans: readonly HandedPlan[], source: string): void {
  for (const plan of plans) {
    for (const [name, content] of configurationOf(plan)) {
      const path = join(source, "stacks", plan.id, name);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, content, { mode: 0o600 });
    }
  }
}

/** The lock file with which a plan was made. */
export const providerLockOf = ({ files }: HandedPlan): string => files.get(lockFile)?.toString() ?? "";

/** Puts a plan where `deploy --planned` finds it. Returns what removes it again, which also happens when this process ends at once. */
export function placePlan({ files }: HandedPlan, workspace: Workspace): () => void {
  const forget = () => dropPlan(workspace);
  // A plan that an earlier run saved here. Its run in HCP Terraform, which may be this plan's own, stays.
  forget();
  process.once("exit", forget);
  for (const name of [planFile, summaryFile]) {
    writeFileSync(workspace.path(name), files.get(name) ?? "", { mode: 0o600 });
    chmodSync(workspace.path(name), 0o600);
  }
  return () => {
    process.off("exit", forget);
    forget();
  };
}

/** Removes what {@link writeConfigurations} wrote. */
export const removeConfigurations = (source: string): void => rmSync(source, { recursive: true, force: true });
