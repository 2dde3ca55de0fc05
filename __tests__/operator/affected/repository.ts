import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A git repository in a folder of its own. */
export class Repository {
  readonly dir: string;

  constructor(dir = realpathSync(mkdtempSync(join(tmpdir(), "repository-")))) {
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
    this.git("init", "--quiet", "--initial-branch=main");
  }

  git(...args: string[]): string {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"];
    return execFileSync("git", [...identity, ...args], { cwd: this.dir, encoding: "utf8", stdio: "pipe" }).trim();
  }

  write(file: string, text: string): this {
    mkdirSync(dirname(join(this.dir, file)), { recursive: true });
    writeFileSync(join(this.dir, file), text);
    return this;
  }

  /** Commits everything. Returns the commit's id. */
  commit(): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message=x");
    return this.git("rev-parse", "HEAD");
  }
}
