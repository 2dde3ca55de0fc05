import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { interrupt } from "../process/interrupt";
import { UserError } from "../process/user-error";
import { ownName, removeLeftovers } from "../start/leftovers.cjs";
import type { PlannedFile } from "./model/plan";

/**
 * Writes files into a folder: all, or none. They are written next to it first. A folder that is not there yet appears whole; in one that is
 * there each file is copied to its place, which never replaces one. What fails half-way is taken back.
 */
export function writeProject(folder: string, files: readonly PlannedFile[]): void {
  const parent = dirname(folder);
  const prefix = `.${basename(folder)}-draft`;
  removeLeftovers(parent, prefix);
  mkdirSync(parent, { recursive: true });
  // A project is for a repository, and for everyone who may read that.
  const umask = process.umask(0o022);
  // A signal waits: it comes before the first file or after the last.
  const unwatch = interrupt.watch(() => {});
  const draft = mkdtempSync(join(parent, `${ownName(prefix)}-`));
  try {
    chmodSync(draft, 0o755);
    for (const { path, text } of files) {
      interrupt.throwIfRequested();
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      writeFileSync(join(draft, path), text, { flag: "wx" });
    }
    interrupt.throwIfRequested();
    if (existsSync(folder)) copyAll(draft, folder, files);
    else renameSync(draft, folder);
  } finally {
    process.umask(umask);
    unwatch();
    rmSync(draft, { recursive: true, force: true });
  }
}

function copyAll(draft: string, folder: string, files: readonly PlannedFile[]): void {
  const made: string[] = [];
  const madeFolders: string[] = [];
  try {
    for (const { path } of files) {
      const first = mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (first) madeFolders.push(...between(first, dirname(join(folder, path))));
      copyFileSync(join(draft, path), join(folder, path), constants.COPYFILE_EXCL);
      made.push(join(folder, path));
    }
  } catch (error) {
    for (const path of made) rmSync(path, { force: true });
    for (const path of madeFolders.reverse()) rmdirSync(path);
    const { code, dest, message } = error as NodeJS.ErrnoException & { dest?: string };
    if (code === "EEXIST" && dest)
      throw new UserError(`${dest}: another run has written it in the meantime. Nothing was written`);
    throw new UserError(`the project cannot be written: ${message}. Nothing was written`);
  }
}

/** The folders from the first that was made to the last, from the top. */
function between(first: string, last: string): string[] {
  const folders = [last];
  while (folders[0] !== first && folders[0] !== dirname(folders[0] ?? "")) folders.unshift(dirname(folders[0] ?? ""));
  return folders;
}
