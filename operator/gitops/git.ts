import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../process/user-error";

const run = promisify(execFile);

/** Who commits: the account of GitHub's own workflows. */
const author = "github-actions[bot]";
const email = "41898282+github-actions[bot]@users.noreply.github.com";

/** Longest time for one command of git, in milliseconds. */
const patienceMs = 120_000;

export interface Remote {
  /** Address of the repository, without credentials. */
  readonly url: string;
  /** Token for HTTPS. @default - none, as for a repository on this machine */
  readonly token?: string;
}

/** What is cloned. */
export interface Clone {
  readonly remote: Remote;
  /** The branch. */
  readonly base: string;
  /** @default - the last one */
  readonly commits?: "all";
}

/** Clones the GitOps repository for as long as it is used. */
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
  static async clone({ remote, base, commits }: Clone, folder: string): Promise<Checkout> {
    const checkout = new Checkout(folder, environmentOf(remote));
    const depth = commits === "all" ? ["--single-branch"] : ["--depth", "1"];
    await checkout.git(["clone", "--quiet", ...depth, "--branch", base, "--", remote.url, folder], process.cwd());
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

  /** What a file was in each commit of the branch that changed it, the newest first; nothing where it was removed. */
  async textsOf(file: string): Promise<{ readonly commit: string; readonly text?: string }[]> {
    const log = await this.git(["log", "--format=%H", "--", file]);
    const texts: { commit: string; text?: string }[] = [];
    for (const commit of log.split("\n").filter(Boolean)) {
      try {
        texts.push({ commit, text: await this.git(["show", `${commit}:${file}`], this.folder, false) });
      } catch {
        texts.push({ commit });
      }
    }
    return texts;
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

/** The token goes through the environment: arguments of a process can be read by others, and `.git/config` would keep it. */
function environmentOf({ token }: Remote): NodeJS.ProcessEnv {
  const settings: [string, string][] = [
    ["user.name", author],
    ["user.email", email],
    ["commit.gpgsign", "false"],
  ];
  if (token) {
    const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
    settings.push(["http.extraHeader", `Authorization: Basic ${basic}`]);
  }
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  // Git asks no one, and the account's own settings play no part.
  const base = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
  return { ...base, GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(numbered) };
}
