import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Emulator, stopEmulator } from "../../../operator/local/emulator";
import { ensureEmulatorInstalled } from "../../../operator/local/emulator-install";
import { programs } from "../../../operator/local/emulator-program";
import { ownProject } from "../../../settings/project/folder";

const root = join(__dirname, "../../..");

/** The result of a command. */
export interface Ended {
  readonly code: number | null;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly err: string;
}

/** A running command. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once both outputs together have this many matches; fails if the command ends before. */
  said(pattern: RegExp, times?: number): Promise<void>;
}

/** How the scripts of package.json start a command of the operator. */
const launcher = ["operator/start/launch.cjs", "cli"];

/** Fails with all that a command said, if it ended with another exit code. */
export function expectCode(command: string, code: number, ended: Ended): Ended {
  if (ended.code === code) return ended;
  throw new Error(`${command}: expected exit code ${code}, found ${ended.code}\n${ended.err}\n${ended.out}`);
}

/**
 * A copy of the product in a folder of its own, without the user's `project/`, with its own `.local` and so its own emulator: it does not
 * affect what a developer runs in the checkout. npm packages and the emulator's Python are shared with the checkout.
 */
export class ProjectCopy {
  readonly dir = mkdtempSync(join(tmpdir(), "stacks-terraform-"));
  /** The operator's own folder. */
  readonly local = join(this.dir, ".local");
  /** Everything that any command has printed. */
  readonly printed: string[] = [];
  /** Environment variables of every command; `undefined` removes one. */
  readonly env: NodeJS.ProcessEnv = withoutOthers(process.env);
  private readonly running = new Set<ChildProcess>();

  constructor() {
    copyProject(this.dir);
  }

  /** Shares the emulator's Python, which is installed first if it is missing, and the bundles of packages. */
  async shareEmulator(): Promise<void> {
    const shared = join(root, ".local");
    mkdirSync(join(shared, "libraries"), { recursive: true });
    await ensureEmulatorInstalled(shared);
    mkdirSync(this.local);
    for (const name of ["python", "libraries"]) symlinkSync(join(shared, name), join(this.local, name));
  }

  /** Runs a command of the operator, as the scripts of package.json do. */
  cli(...args: string[]): Promise<Ended> {
    return this.startCli(...args).ended;
  }

  startCli(...args: string[]): Running {
    return this.start(process.execPath, [...launcher, ...args]);
  }

  /** Runs a command of the operator that must end with this exit code. @param env variables in addition to the copy's */
  async ended(code: number, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const running = this.start(process.execPath, [...launcher, ...args], { env });
    return expectCode(args.join(" "), code, await running.ended);
  }

  /** Starts a program in the copy. */
  start(program: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Running {
    const child = spawn(program, args, { cwd: options.cwd ?? this.dir, env: { ...this.env, ...options.env } });
    this.running.add(child);
    const text = { out: "", err: "" };
    const watchers = new Set<() => void>();
    const collect = (name: "out" | "err") => (chunk: string) => {
      text[name] += chunk;
      for (const look of watchers) look();
    };
    child.stdout.setEncoding("utf8").on("data", collect("out"));
    child.stderr.setEncoding("utf8").on("data", collect("err"));
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        this.running.delete(child);
        this.printed.push(text.out, text.err);
        resolve({ code, ...text });
      });
    });
    const said = (pattern: RegExp, times = 1) =>
      new Promise<void>((resolve, reject) => {
        const all = new RegExp(pattern, "g");
        const look = () => {
          if ((`${text.out}\n${text.err}`.match(all)?.length ?? 0) < times) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        ended.then(
          ({ code, out, err }) => reject(new Error(`ended with ${code} before ${pattern}:\n${out}\n${err}`)),
          reject,
        );
      });
    return { child, ended, said };
  }

  /** The emulator that was started in the copy. */
  emulator(): Emulator {
    return JSON.parse(readFileSync(join(this.local, "emulator.json"), "utf8")) as Emulator;
  }

  /** Environment variables with which other tools use the copy's emulator, as `npm run local:env` prints them, and the operator's providers. */
  async toolEnvironment(): Promise<NodeJS.ProcessEnv> {
    const { out } = await this.cli("local", "env");
    const exported = [...out.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]);
    const rc = join(this.local, "terraform.rc");
    return {
      ...Object.fromEntries(exported),
      TF_PLUGIN_CACHE_DIR: join(this.local, "plugins"),
      ...(existsSync(rc) && { TF_CLI_CONFIG_FILE: rc }),
    };
  }

  /** A file of the copy. */
  path(...parts: string[]): string {
    return join(this.dir, ...parts);
  }

  /** Ends running processes, prints the errors in the emulator's logs, and removes the folder. */
  async remove(): Promise<void> {
    for (const child of this.running) child.kill("SIGKILL");
    await stopEmulator(this.local);
    for (const { name } of programs) {
      const log = join(this.local, `${name}.log`);
      const traces = existsSync(log) ? readFileSync(log, "utf8").match(/^Traceback[\s\S]*?^\w\S*: .*$/gm) : undefined;
      // Errors of a function's own code belong to its tests.
      const own = traces?.filter((trace) => !trace.includes("ministack-lambda-")) ?? [];
      if (own.length > 0) console.warn(`${own.length} errors inside ${name}, the first of them:\n${own[0]}`);
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Copies the product into a folder, without the user's `project/`. npm packages are shared with the checkout. */
export function copyProject(folder: string): void {
  const git = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", git, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of files) {
    if (!existsSync(join(root, file))) continue; // Removed, and not committed yet.
    if (file.startsWith(`${ownProject}/`)) continue; // The user's own.
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  // Links each package and marks them as installed, so that the copy runs no `npm ci`, which would remove those of the checkout.
  const packages = join(root, "node_modules");
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(packages)) {
    if (name !== ".installed") symlinkSync(join(packages, name), join(folder, "node_modules", name));
  }
  const lock = createHash("sha256").update(readFileSync(join(folder, "package-lock.json")));
  writeFileSync(join(folder, "node_modules", ".installed"), lock.digest("hex"));
}

/** The environment without variables that select another account, emulator, stack or folder. */
function withoutOthers(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = /^(AWS_|TF_VAR_|CDKTF_|(PROJECT|STACKS|SETTINGS_FILES|TF_DATA_DIR|TF_WORKSPACE|FORCE_COLOR)$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !others.test(name)));
}
