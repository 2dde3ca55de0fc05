import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { findProject, type ProjectPlace } from "../../settings/project/folder";
import type { StackReference } from "../../settings/project/stacks";
import { root, type StackJson } from "../stacks/synthesized";

/** The project that commands mean, which a user made; nothing where they mean the shipped examples. */
export function usersProject(checkout = root, named = process.env["TESTED_PROJECT"]): ProjectPlace | undefined {
  const place = findProject(checkout, named || undefined);
  return resolve(checkout, place.folder ?? ".") === resolve(checkout) ? undefined : place;
}

/** The stacks of a project that can be built, and a line for each mistake in the others. */
export interface Built {
  readonly stacks: ReadonlyMap<string, StackJson>;
  readonly mistakes: readonly string[];
}

/** Builds every stack of a project in a process of its own, as `cdktf` does. */
export async function build({ folder = "." }: ProjectPlace, stacks: readonly StackReference[]): Promise<Built> {
  const outdir = mkdtempSync(join(tmpdir(), "users-project-"));
  const env = { ...process.env, STACKS: "", SETTINGS_FILES: "", PROJECT: folder, CDKTF_OUTDIR: outdir };
  const start = [join(root, "operator/start/launch.cjs"), "main"];
  const { stderr } = await promisify(execFile)(process.execPath, start, { env, cwd: root, maxBuffer: 2 ** 26 });
  const fileOf = (id: string) => join(outdir, "stacks", id, "cdk.tf.json");
  const built = stacks.filter(({ id }) => existsSync(fileOf(id)));
  return {
    stacks: new Map(built.map(({ id }) => [id, JSON.parse(readFileSync(fileOf(id), "utf8")) as StackJson])),
    mistakes: stderr.split("\n").filter(Boolean),
  };
}
