import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { writeAtomically } from "../process/files";
import { folderOf, lockFileOf } from "../process/folders";
import { holderText } from "../process/lock-holder";
import { ProcessLock } from "../process/process-lock";
import { UserError } from "../process/user-error";
import { forgetPlace, refuseEarlierState } from "./earlier-state";
import { mirroredProviders, pluginEnvironment } from "./plugins";
import { isComplete } from "./provider-folder";
import { heldToReleases, lockFile, releasesOf } from "./provider-lock";
import { readStackConfig, type StackConfig } from "./stack-config";
import { copySynthesized } from "./synthesized-files";
import { Terraform } from "./terraform";

export interface WorkspaceProps {
  readonly id: string;
  /** Folder that holds `stacks/<id>/cdk.tf.json`. */
  readonly source: string;
  /** The command that runs, e.g. `deploy`: shown to a second process that wants the same workspace. */
  readonly operation: string;
  /** The operator's own folder. @default ".local" */
  readonly root?: string;
  /** Environment variables in addition to this process's own; `undefined` removes one. */
  readonly env?: NodeJS.ProcessEnv;
  /** Initialize the providers but no backend, to check the configuration without a cloud. @default false */
  readonly offline?: boolean;
  /**
   * The text of the providers' lock file with which a plan was made elsewhere: exactly those files of providers are used, and the lock file
   * stays as it is, because Terraform applies no plan next to another one. @default - the lock file of this folder
   */
  readonly providerLock?: string | undefined;
  /** Gets a line for people when another process has to be waited for. @default - to standard error */
  readonly say?: (line: string) => void;
}

/** The Terraform working folder of one stack, `<root>/stacks/<id>`. One process at a time uses it. It is kept, so that `init` is rare. */
export class Workspace {
  readonly id: string;
  readonly dir: string;
  readonly config: StackConfig;
  readonly terraform: Terraform;
  /** The operator's own folder. */
  readonly root: string;
  /** The environment of every Terraform that runs here. */
  readonly env: NodeJS.ProcessEnv;
  private readonly offline: boolean;
  private readonly say?: (line: string) => void;
  /** Whether the lock file was given. */
  private readonly isLocked: boolean;
  /** The file that records what was initialized; it is in the folder that `init` makes, and removed with it. */
  private readonly marker: string;

  private constructor(
    props: WorkspaceProps,
    private readonly lock: ProcessLock,
  ) {
    this.id = props.id;
    this.root = resolve(props.root ?? ".local");
    this.dir = folderOf(props.id, this.root);
    this.offline = props.offline ?? false;
    this.say = props.say;
    const dataDir = this.offline ? ".terraform-offline" : ".terraform";
    this.marker = join(this.dir, dataDir, "initialized");
    copySynthesized(join(props.source, "stacks", props.id), this.dir);
    this.isLocked = props.providerLock !== undefined;
    if (props.providerLock) writeAtomically(this.path(lockFile), props.providerLock);
    else if (this.isLocked) rmSync(this.path(lockFile), { force: true });
    this.config = readStackConfig(this.path("cdk.tf.json"));
    this.env = {
      // Providers allocate much and keep little: Go's own default of 100 collects garbage for a third of their time.
      GOGC: "400",
      // Above this they collect as often as they must.
      GOMEMLIMIT: "1GiB",
      ...process.env,
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      CHECKPOINT_DISABLE: "1",
      // Terraform's default unless offline, so that a plain `terraform -chdir=<dir>` works too.
      TF_DATA_DIR: this.offline ? dataDir : undefined,
      TF_WORKSPACE: undefined,
      ...pluginEnvironment(this.root),
      ...props.env,
    };
    this.terraform = new Terraform({ cwd: this.dir, env: this.env, onStart: (pid) => lock.recordTerraform(pid) });
  }

  /** Locks the stack's folder and copies the synthesized files there. @throws {UserError} when another process holds the lock */
  static open(props: WorkspaceProps): Workspace {
    const path = lockFileOf(props.id, props.root);
    const lock = ProcessLock.tryAcquire(path, props.operation);
    if (!(lock instanceof ProcessLock)) throw new UserError(holderText(props.id, lock, path));
    try {
      return new Workspace(props, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** A file of the working folder. */
  path(file: string): string {
    return join(this.dir, file);
  }

  /**
   * Runs `terraform init` if something that it depends on has changed.
   * @throws {UserError} when the state is still where earlier settings kept it
   */
  async init(): Promise<void> {
    if (this.initialized()) return;
    if (!this.offline) await refuseEarlierState(this);
    await this.reinit();
    writeAtomically(this.marker, this.initKey());
  }

  /**
   * Runs `terraform init` in any case. The next {@link init} runs it again. Only one `init` of this machine runs at a time, because the
   * plugin cache is not safe for two.
   */
  async reinit(): Promise<void> {
    rmSync(this.marker, { force: true });
    const lock = await ProcessLock.acquire(join(this.root, "init.lock"), `init of ${this.id}`, this.say);
    try {
      const isCloud = this.config.backend.type === "cloud";
      // HCP Terraform refuses -reconfigure, and without it Terraform would ask whether to move a state that another backend has.
      if (isCloud && !this.offline) forgetPlace(this);
      const backend = this.offline ? ["-backend=false"] : isCloud ? [] : ["-reconfigure"];
      const { dir, root, config, env, lock: holder } = this;
      const place = { dir, root, terraform: config.terraform, mirrored: mirroredProviders(), releases: releasesOf() };
      const onStart = (pid: number) => holder.recordTerraform(pid);
      const init = ["init", "-input=false", "-no-color", ...backend, ...(this.isLocked ? ["-lockfile=readonly"] : [])];
      const run = (more: NodeJS.ProcessEnv) => new Terraform({ cwd: dir, env: { ...env, ...more }, onStart }).run(init);
      // A copy in the plugin cache counts only if the given lock file has its checksum.
      if (this.isLocked) await run({ TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: undefined });
      else await heldToReleases(place, run);
    } finally {
      lock.release();
    }
  }

  /** Releases the lock of the folder. */
  close(): void {
    this.lock.release();
  }

  private initialized(): boolean {
    if (!existsSync(this.marker) || readFileSync(this.marker, "utf8") !== this.initKey()) return false;
    return isComplete(join(dirname(this.marker), "providers"));
  }

  /** A hash of everything that `init` depends on. */
  private initKey(): string {
    const [lock, rc] = [this.path(lockFile), this.env.TF_CLI_CONFIG_FILE];
    const parts = [
      this.env.TERRAFORM_BINARY_NAME,
      this.config.terraform,
      releasesOf(),
      existsSync(lock) && readFileSync(lock, "utf8"),
      rc && existsSync(rc) && readFileSync(rc, "utf8"),
    ];
    return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  }
}
