import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { shellWord } from "../process/shell";
import { UserError } from "../process/user-error";

/** Where git works when it calls us, as in a hook: it finds the repository by the folder instead. */
const places = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"];

/** Runs git in a folder. @throws {UserError} with what git says */
function git(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !places.includes(name)));
  try {
    return execFileSync("git", args, {
      cwd: folder,
      env: { ...own, LC_ALL: "C", ...env },
      encoding: "utf8",
      maxBuffer: 1024 * 1024 * 1024,
      stdio: ["ignore", "pipe", "pipe"],
    }).trimEnd();
  } catch (error) {
    const { code, stderr = "" } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") throw new UserError("git is not installed: the commit is read with it");
    const said = stderr.trim().replace(/^fatal: /, "");
    if (/not a git repository|must be run in a work tree/.test(said)) {
      throw new UserError(`${folder} is in no git repository: expected one that holds the commit to compare with`);
    }
    throw new UserError(`git ${args[0]} failed: ${said.split("\n").slice(0, 5).join("\n")}`);
  }
}

/** The work tree that a folder is in; of a submodule the one that contains it, and so on. @throws {UserError} where there is none */
export function workTreeOf(folder: string): string {
  const top = git(folder, ["rev-parse", "--show-toplevel"]);
  const outer = git(top, ["rev-parse", "--show-superproject-working-tree"]);
  return outer ? workTreeOf(outer) : top;
}

/** The full id of the commit that a user names. @throws {UserError} that says how it gets here, where it is not there */
export function commitOf(workTree: string, ref: string): string {
  const wrong = (text: string) => new UserError(`--since: expected a commit, branch or tag, found ${ref}${text}`);
  if (ref === "" || ref.startsWith("-")) throw wrong(ref ? "" : "nothing");
  if (/^0{7,}$/.test(ref)) {
    throw wrong(", which names no commit: a new branch has none before it, so name the branch it comes from");
  }
  try {
    return git(workTree, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
  } catch (error) {
    if (!(error instanceof UserError) || /not installed/.test(error.message)) throw error;
  }
  const isShallow = git(workTree, ["rev-parse", "--is-shallow-repository"]) === "true";
  const advice = isShallow
    ? "this clone is shallow and ends before it. Run git fetch --unshallow (in GitHub Actions: fetch-depth: 0 for actions/checkout)"
    : "no such commit is here. Run git fetch, or look for it with git log";
  throw wrong(`: ${advice}`);
}

/** A submodule of a commit whose files are not here. */
export interface Missing {
  /** Where it is in the outermost repository. */
  readonly path: string;
  readonly commit: string;
  /** How they get here. */
  readonly command: string;
}

/**
 * Writes the files of a commit into a folder as a checkout has them, with those of its submodules. The index, the work trees and the list of
 * work trees of the repository stay as they are.
 * @returns the submodules that it could not write, because this clone lacks them or their commit
 */
export function writeFiles(workTree: string, commit: string, folder: string): Missing[] {
  const env = { GIT_INDEX_FILE: `${folder}.index` };
  try {
    git(workTree, ["read-tree", "--no-sparse-checkout", commit], env);
    git(workTree, ["checkout-index", "--all", `--prefix=${folder}/`], env);
    return git(workTree, ["ls-files", "--stage", "-z"], env)
      .split("\0")
      .flatMap((entry) => {
        const [, inner = "", path = ""] = /^160000 (\w+) \d\t(.*)$/s.exec(entry) ?? [];
        return path ? writeSubmodule(workTree, path, inner, folder) : [];
      });
  } finally {
    rmSync(env.GIT_INDEX_FILE, { force: true });
  }
}

function writeSubmodule(workTree: string, path: string, commit: string, folder: string): Missing[] {
  const submodule = join(workTree, path);
  if (!existsSync(join(submodule, ".git"))) {
    return [{ path, commit, command: `git -C ${shellWord(workTree)} submodule update --init ${shellWord(path)}` }];
  }
  if (!hasCommit(submodule, commit)) {
    const isShallow = git(submodule, ["rev-parse", "--is-shallow-repository"]) === "true";
    return [{ path, commit, command: `git -C ${shellWord(submodule)} fetch${isShallow ? " --unshallow" : ""}` }];
  }
  return writeFiles(submodule, commit, join(folder, path)).map((of) => ({ ...of, path: join(path, of.path) }));
}

function hasCommit(submodule: string, commit: string): boolean {
  try {
    git(submodule, ["cat-file", "-e", `${commit}^{commit}`]);
    return true;
  } catch {
    return false;
  }
}
