import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { checkovEnvironment } from "../../../../operator/policy/checkov";
import { pythonOf } from "../../../../operator/python/environment";
import type { ProjectCopy } from "../../support/project-copy";

/** A copy of the product as a repository of Git, which jobs check out. */
export class Repository {
  /** A checkout of each commit, in which everything is installed and bundled once: jobs copy it. */
  private readonly prepared = new Map<string, string>();

  constructor(private readonly copy: ProjectCopy) {
    this.git("init", "--quiet", "--initial-branch=main");
  }

  /** Writes files and commits everything. @returns the commit */
  commit(message: string, files: Readonly<Record<string, string>> = {}): string {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(this.copy.path(name)), { recursive: true });
      writeFileSync(this.copy.path(name), text);
    }
    this.git("add", "--all");
    const person = ["-c", "user.name=Ada", "-c", "user.email=ada@shop.example", "-c", "commit.gpgsign=false"];
    this.git(...person, "commit", "--quiet", "--no-verify", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** A commit on a branch of its own; the work tree stays at `main`. */
  branch(name: string, message: string, files: Readonly<Record<string, string>>): string {
    this.git("checkout", "--quiet", "-b", name);
    const commit = this.commit(message, files);
    this.git("checkout", "--quiet", "main");
    return commit;
  }

  /** Takes a branch into `main`. */
  merge(name: string): void {
    this.git("merge", "--quiet", "--ff-only", name);
  }

  /** Fills the folder of a job, as `actions/checkout` and the first command of ours do. */
  checkout(commit: string, folder: string): void {
    const made = this.prepared.get(commit) ?? this.prepare(commit);
    this.prepared.set(commit, made);
    cpSync(made, folder, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  }

  private prepare(commit: string): string {
    const folder = mkdtempSync(join(this.copy.local, "checkout-"));
    this.git("clone", "--quiet", "--shared", "--no-checkout", this.copy.dir, folder);
    this.git("-C", folder, "checkout", "--quiet", "--detach", commit);
    symlinkSync(this.copy.path("node_modules"), join(folder, "node_modules"));
    appendFileSync(join(folder, ".git", "info", "exclude"), "node_modules\n");
    execFileSync(process.execPath, ["operator/start/launch.cjs", "cli", "stacks"], { cwd: folder, env: this.copy.env });
    recordedCheckov(folder);
    return folder;
  }

  private git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.copy.dir, encoding: "utf8" }).trim();
  }
}

/** A recorder in the place of checkov, which finds nothing: security.test.ts runs the real one on plans. */
function recordedCheckov(root: string): void {
  const environment = checkovEnvironment(root);
  const python = pythonOf(environment);
  mkdirSync(dirname(python), { recursive: true });
  const report = JSON.stringify({
    summary: { passed: 1, failed: 0, skipped: 0, parsing_errors: 0 },
    results: { failed_checks: [] },
  });
  for (const file of [python, join(dirname(python), "checkov")]) {
    writeFileSync(file, `#!/bin/sh\necho '${report}'\n`);
    chmodSync(file, 0o755);
  }
  const wanted = createHash("sha256").update(readFileSync(environment.requirements)).digest("hex");
  writeFileSync(join(environment.folder, "installed"), wanted);
}
