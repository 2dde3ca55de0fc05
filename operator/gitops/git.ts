import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../process/user-error";
import { environmentOf, type Remote } from "./git-environment";

const run = promisify(execFile);

/** Deliveries that are looked through. */
const mostVersions = 500;

/** Longest time for one command of git, in milliseconds. */
const patienceMs = 120_000;

/** What is cloned. */
export interface Clone {
  readonly remote: Remote;
  /** The branch. */
  readonly base: string;
}

/** What a file was from one commit of the branch on. */
export interface Version {
  readonly commit: string;
  /** Nothing where the file was removed. */
  readonly text?: string;
}

/** Clones the branch, with its history, for as long as it is used. */
export async function inClone<T>(clone: Clone, use: (checkout: Checkout) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "gitops-"));
  try {
    return await use(await Checkout.clone(clone, join(folder, "checkout")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A clone of the GitOps repository. */
export class Checkout {
  private constructor(
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @throws {UserError} */
  static async clone({ remote, base }: Clone, folder: string): Promise<Checkout> {
    const checkout = new Checkout(folder, environmentOf(remote));
    const args = ["clone", "--quiet", "--single-branch", "--branch", base, "--", remote.url, folder];
    await checkout.git(args, process.cwd());
    return checkout;
  }

  /** Commits one file. False if it is as it was. */
  async commit(file: string, message: string): Promise<boolean> {
    await this.git(["add", "--", file]);
    if ((await this.git(["status", "--porcelain", "--", file])) === "") return false;
    await this.git(["commit", "--quiet", `--message=${message}`]);
    return true;
  }

  /** Pushes what is checked out to a branch. False if someone else was faster. @throws {UserError} for any other refusal */
  async push(branch: string): Promise<boolean> {
    try {
      await this.git(["push", "--quiet", "origin", `HEAD:refs/heads/${branch}`]);
      return true;
    } catch (error) {
      if (
        /non-fast-forward|fetch first|cannot lock ref|failed to update ref|\[rejected\]/.test((error as Error).message)
      )
        return false;
      throw error;
    }
  }

  /** The text of a file on a branch of the remote; nothing without the branch or the file. */
  async fileOf(branch: string, file: string): Promise<string | undefined> {
    if ((await this.git(["ls-remote", "--heads", "origin", `refs/heads/${branch}`])) === "") return undefined;
    await this.git(["fetch", "--quiet", "--depth", "1", "origin", `refs/heads/${branch}`]);
    try {
      return await this.git(["show", `FETCH_HEAD:${file}`], this.folder, false);
    } catch {
      return undefined;
    }
  }

  /**
   * What a file was at the tip of the branch, the newest first: of the last {@link mostVersions} commits that changed it. What a merged branch
   * had meanwhile was never there.
   */
  async versionsOf(file: string): Promise<Version[]> {
    const log = await this.log("%H", file, mostVersions);
    const versions: Version[] = [];
    for (const commit of log.split("\n").filter(Boolean)) {
      const isThere = (await this.git(["ls-tree", commit, "--", file])) !== "";
      const text = isThere ? await this.git(["show", `${commit}:${file}`], this.folder, false) : undefined;
      versions.push({ commit, ...(text !== undefined && { text }) });
    }
    return versions;
  }

  /** A line of this name that ends the message of the last commit which changed a file; empty without one. */
  trailerOf(file: string, name: string): Promise<string> {
    return this.log(`%(trailers:key=${name},valueonly)`, file, 1);
  }

  private log(format: string, file: string, most: number): Promise<string> {
    return this.git(["log", "--first-parent", `--max-count=${most}`, `--format=${format}`, "--", file]);
  }

  private async git(args: readonly string[], cwd = this.folder, trim = true): Promise<string> {
    try {
      const { stdout } = await run("git", args, { cwd, env: this.env, timeout: patienceMs });
      return trim ? stdout.trim() : stdout;
    } catch (error) {
      const { stderr = "", message, code } = error as Error & { stderr?: string; code?: string };
      if (code === "ENOENT") throw new UserError("git is needed, and was not found on the PATH");
      throw new UserError(`git ${args[0]} failed: ${(stderr || message).trim().split("\n").slice(0, 5).join("\n")}`);
    }
  }
}
