import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A value of a workspace or of one run: `hcl` says whether it is an expression, or a text as it is. */
export interface FakeVariable {
  readonly key: string;
  readonly value: string;
  readonly category: "terraform" | "env";
  readonly hcl?: boolean;
}

export interface WorkProps {
  /** The uploaded configuration, a compressed archive. */
  readonly archive: Buffer;
  /** The state before the run. */
  readonly state?: Buffer | undefined;
  /** Those of the workspace, then those of the run: later ones win. */
  readonly variables: readonly FakeVariable[];
  /** Arguments of the plan, e.g. `-destroy`. */
  readonly args: readonly string[];
  /** Environment of a worker, e.g. where its Terraform finds providers. */
  readonly env: NodeJS.ProcessEnv;
  /** Gets the output, as it comes. */
  readonly log: (text: Buffer | string) => void;
}

/** The first lines of a run's log: Terraform leaves them out of what it shows of an apply. */
const head = "Terraform\non linux_amd64\nInitializing plugins and modules...\n";

/** By the text of the lock file. */
const schemasOf = new Map<string, Json>();

/**
 * A worker of HCP Terraform: runs the real Terraform on what was uploaded, in a folder of its own, with nothing of this process's environment.
 * As the service does, it replaces the `cloud` block, and gives a role to AWS's provider when `TFC_AWS_PROVIDER_AUTH` says so.
 */
export class FakeWorker {
  private readonly dir = mkdtempSync(join(tmpdir(), "fake-hcp-run-"));
  private child?: ChildProcess;

  constructor(private readonly props: WorkProps) {}

  /** The names of the files that were uploaded. */
  async unpack(): Promise<string[]> {
    writeFileSync(join(this.dir, "config.tar.gz"), this.props.archive);
    await this.run("tar", ["-xzf", "config.tar.gz"], () => {});
    rmSync(join(this.dir, "config.tar.gz"));
    const names = readdirSync(this.dir, { recursive: true, withFileTypes: true });
    return names
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.dir.length + 1));
  }

  /** Returns Terraform's exit code: 2 where there are changes. */
  async plan(): Promise<number> {
    const { state, args, log } = this.props;
    const local = { terraform: { backend: { local: { path: "terraform.tfstate" } } } };
    writeFileSync(join(this.dir, "worker_override.tf.json"), JSON.stringify(local));
    if (state) writeFileSync(join(this.dir, "terraform.tfstate"), state);
    writeFileSync(join(this.dir, "run.tfvars"), this.values());
    log(head);
    const init = await this.terraform(["init", "-input=false", "-no-color"], (text) => void text);
    if (init.code !== 0) {
      log(init.out);
      return 1;
    }
    const plan = ["plan", "-input=false", "-json", "-detailed-exitcode", "-out=plan.bin", "-var-file=run.tfvars"];
    return (await this.terraform([...plan, ...args], log)).code;
  }

  /** The plan as Terraform has it, and what the service shows to those who may not read it whole. */
  async planJson(): Promise<{ plan: Json; redacted: Json }> {
    const quiet = () => {};
    const plan = JSON.parse((await this.terraform(["show", "-json", "plan.bin"], quiet)).out) as Json;
    return { plan, redacted: redactedPlan(plan, await this.schemas()) };
  }

  /** What the providers of the lock file have: of AWS alone that takes seconds. */
  private async schemas(): Promise<Json> {
    const file = join(this.dir, ".terraform.lock.hcl");
    const providers = existsSync(file) ? readFileSync(file, "utf8") : "";
    const known = schemasOf.get(providers);
    if (known) return known;
    const read = JSON.parse((await this.terraform(["providers", "schema", "-json"], () => {})).out) as Json;
    schemasOf.set(providers, read);
    return read;
  }

  /** Returns Terraform's exit code, and the state after it. */
  async apply(): Promise<{ code: number; state?: Buffer }> {
    this.props.log(head);
    const { code } = await this.terraform(["apply", "-input=false", "-json", "plan.bin"], this.props.log);
    const file = join(this.dir, "terraform.tfstate");
    return { code, ...(existsSync(file) && { state: readFileSync(file) }) };
  }

  cancel(): void {
    this.child?.kill("SIGINT");
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  private values(): string {
    const own = this.props.variables.filter(({ category }) => category === "terraform");
    const last = new Map(own.map(({ key, value, hcl }) => [key, hcl ? value : JSON.stringify(value)]));
    return [...last].map(([key, value]) => `${key} = ${value}\n`).join("");
  }

  private terraform(args: readonly string[], log: (text: Buffer) => void) {
    return this.run("terraform", args, log);
  }

  private run(program: string, args: readonly string[], log: (text: Buffer) => void) {
    return new Promise<{ code: number; out: string }>((resolve, reject) => {
      const chunks: Buffer[] = [];
      const child = spawn(program, args, { cwd: this.dir, env: this.env(), stdio: ["ignore", "pipe", "pipe"] });
      this.child = child;
      const take = (chunk: Buffer) => {
        chunks.push(chunk);
        log(chunk);
      };
      child.stdout.on("data", take);
      child.stderr.on("data", take);
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? 1, out: Buffer.concat(chunks).toString() }));
    });
  }

  private env(): NodeJS.ProcessEnv {
    const own = this.props.variables.filter(({ category }) => category === "env");
    const set: NodeJS.ProcessEnv = Object.fromEntries(own.map(({ key, value }) => [key, value]));
    return {
      PATH: process.env.PATH,
      HOME: this.dir,
      CHECKPOINT_DISABLE: "1",
      ...this.props.env,
      ...set,
      ...this.role(set),
    };
  }

  /** https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration */
  private role({ TFC_AWS_PROVIDER_AUTH: wanted, TFC_AWS_RUN_ROLE_ARN: role }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    if (wanted !== "true") return {};
    const file = join(this.dir, ".terraform-token");
    if (!existsSync(file)) writeFileSync(file, randomBytes(12).toString("hex"));
    return { AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: file };
  }
}

export type Json = Readonly<Record<string, unknown>>;

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans: without the values that are sensitive, without variables. */
function redactedPlan(plan: Json, schemas: Json): Json {
  const hide = (changes: unknown) =>
    ((changes ?? []) as { change: Json }[]).map((it) => ({ ...it, change: hidden(it.change) }));
  const outputs = Object.entries((plan["output_changes"] ?? {}) as Record<string, Json>);
  return {
    plan_format_version: plan["format_version"],
    resource_changes: hide(plan["resource_changes"]),
    resource_drift: hide(plan["resource_drift"]),
    output_changes: Object.fromEntries(outputs.map(([name, change]) => [name, hidden(change)])),
    provider_format_version: schemas["format_version"],
    provider_schemas: schemas["provider_schemas"],
  };
}

function hidden(change: Json): Json {
  const mask = (value: unknown, marks: unknown): unknown => {
    if (marks === true) return "REDACTED";
    if (typeof value !== "object" || value === null || typeof marks !== "object" || marks === null) return value;
    const masked = Object.entries(value).map(([key, it]) => [key, mask(it, (marks as Json)[key])] as const);
    return Array.isArray(value) ? masked.map(([, it]) => it) : Object.fromEntries(masked);
  };
  const { before, after, before_sensitive, after_sensitive } = change;
  return { ...change, before: mask(before, before_sensitive), after: mask(after, after_sensitive) };
}

/** The checksum by which a state is compared. */
export const md5 = (state: Buffer): string => createHash("md5").update(state).digest("hex");
