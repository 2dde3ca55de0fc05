import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A configuration of built-in resources, which real Terraform applies in a folder of its own: no provider, no network. */
export class Applied {
  private readonly folder = mkdtempSync(join(tmpdir(), "applied-"));

  /** @param json the configuration, as cdktf writes it */
  configure(json: string): void {
    writeFileSync(join(this.folder, "main.tf.json"), json);
    this.run("init", "-input=false");
  }

  /** The addresses that a plan changes, each with what it does, e.g. `terraform_data.image delete,create`. @throws what Terraform prints */
  plan(...options: string[]): string[] {
    this.run("plan", "-input=false", "-out=plan", ...options);
    const { resource_changes = [] } = JSON.parse(this.run("show", "-json", "plan")) as PlanOutput;
    return resource_changes
      .filter(({ change: { actions } }) => actions.join() !== "no-op")
      .map(({ address, change: { actions } }) => `${address} ${actions.join()}`)
      .sort();
  }

  /** Plans and applies. Returns what {@link plan} does. */
  apply(...options: string[]): string[] {
    const changes = this.plan(...options);
    this.run("apply", "-input=false", "plan");
    return changes;
  }

  /** What Terraform prints for a plan that it refuses. */
  refused(...options: string[]): string {
    const { status, output } = this.start("plan", "-input=false", ...options);
    if (status === 0) throw new Error("expected a plan that fails");
    return output;
  }

  output(name: string): unknown {
    return JSON.parse(this.run("output", "-json", name));
  }

  /** The input of a `terraform_data`, as the state has it. */
  input(name: string): unknown {
    const state = JSON.parse(readFileSync(join(this.folder, "terraform.tfstate"), "utf8")) as State;
    return state.resources.find((of) => of.name === name)?.instances[0]?.attributes.input.value;
  }

  remove(): void {
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true });
  }

  private run(...words: string[]): string {
    const { status, output, stdout } = this.start(...words);
    if (status !== 0) throw new Error(output);
    return stdout;
  }

  private start(command = "", ...options: string[]) {
    const { status, stdout, stderr, error } = spawnSync(
      process.env.TERRAFORM_BINARY_NAME || "terraform",
      [command, ...(command === "show" ? [] : ["-no-color"]), ...options],
      { cwd: this.folder, encoding: "utf8" },
    );
    if (error) throw error;
    return { status, stdout, output: `${stdout}${stderr}` };
  }
}

interface PlanOutput {
  readonly resource_changes?: readonly { readonly address: string; readonly change: { readonly actions: string[] } }[];
}

interface State {
  readonly resources: readonly {
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly input: { readonly value: unknown } } }[];
  }[];
}
