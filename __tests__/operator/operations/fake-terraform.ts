import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silent } from "../../../operator/progress/progress";

/** What the fake does for a command. */
export interface Reaction {
  /** Lines on standard output; an object is written as JSON. */
  readonly out?: readonly (string | object)[];
  readonly err?: string;
  readonly exit?: number;
  /** What is saved as the plan. @default "a plan" */
  readonly saved?: string;
  /** Wait for SIGINT after `out`, then write these lines and exit. */
  readonly interrupted?: readonly object[];
  /** Do not exit then. */
  readonly stubborn?: 1;
  /** Wait before anything is written, in seconds. */
  readonly delay?: number;
}

/** A shell script, because that starts quickly: each command's reaction is a folder of files. */
const script = `#!/bin/sh
here="\${0%/*}"
echo "$*" >> "$here/calls"
reaction="$here/reactions/$1 $2"
[ -d "$reaction" ] || reaction="$here/reactions/$1"
code=0
[ -f "$reaction/exit" ] && read -r code < "$reaction/exit"
[ "$1" = init ] && [ "$code" = 0 ] && mkdir -p "\${TF_DATA_DIR:-.terraform}/providers"
for arg in "$@"; do
  case "$arg" in -out=*) [ -f "$reaction/saved" ] && cat "$reaction/saved" > "\${arg#-out=}" || printf 'a plan' > "\${arg#-out=}" ;; esac
done
if [ -f "$reaction/interrupted" ]; then
  trap 'cat "$reaction/interrupted"; [ -f "$reaction/stubborn" ] || exit "$code"' INT
  cat "$reaction/out"
  while :; do sleep 0.05; done
fi
[ -f "$reaction/delay" ] && { read -r delay < "$reaction/delay"; sleep "$delay"; }
[ -f "$reaction/err" ] && cat "$reaction/err" >&2
[ -f "$reaction/out" ] && cat "$reaction/out"
exit "$code"
`;

/** What is answered where a test does not say otherwise: a stack without outputs, a plan without details. */
const answers = { output: { out: ["{}"] }, show: { out: ["{}"] } };

/** A folder with stacks and a fake Terraform. */
export class FakeTerraform {
  readonly dir = mkdtempSync(join(tmpdir(), "operator-"));
  readonly source = join(this.dir, "source");
  readonly root = join(this.dir, "local");
  readonly env: NodeJS.ProcessEnv = { TERRAFORM_BINARY_NAME: join(this.dir, "terraform") };

  /** What an operation needs to work in this folder, without saying anything. */
  get run() {
    return { source: this.source, root: this.root, env: () => this.env, progress: silent };
  }

  constructor() {
    writeFileSync(join(this.dir, "terraform"), script, { mode: 0o755 });
    const checksums = "operator/terraform/providers.lock.hcl";
    cpSync(join(__dirname, "../../..", checksums), join(this.dir, checksums));
    this.reacts({});
  }

  /** Sets what each command (`plan`, or `state pull`) does from now on. */
  reacts(scenario: Readonly<Record<string, Reaction>>): void {
    const folder = join(this.dir, "reactions");
    rmSync(folder, { recursive: true, force: true });
    for (const [command, reaction] of Object.entries({ ...answers, ...scenario })) {
      mkdirSync(join(folder, command), { recursive: true });
      for (const [name, value] of Object.entries(reaction)) {
        writeFileSync(join(folder, command, name), Array.isArray(value) ? text(value) : `${value}\n`);
      }
    }
  }

  /** Writes a synthesized stack. */
  stack(id: string, content: object = {}): void {
    mkdirSync(join(this.source, "stacks", id), { recursive: true });
    writeFileSync(join(this.source, "stacks", id, "cdk.tf.json"), JSON.stringify(content));
  }

  /** The calls so far, each as its arguments in one string. */
  calls(): string[] {
    const file = join(this.dir, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  /** The calls so far, each as its command. */
  commands(): string[] {
    return this.calls().map((call) => call.split(" ")[0] as string);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function text(lines: readonly (string | object)[]): string {
  return lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
}

/** An event of a plan. */
export function planned(addr: string, action: string, reason?: string) {
  return { type: "planned_change", change: { resource: { addr }, action, reason } };
}

/** An event of an apply. */
export function hook(type: string, addr: string, action = "create") {
  return { type, hook: { resource: { addr }, action, elapsed_seconds: 1 } };
}

/** An error as `-json` output has it. */
export function failure(summary: string, detail = "", address?: string) {
  return { type: "diagnostic", diagnostic: { severity: "error", summary, detail, address } };
}
