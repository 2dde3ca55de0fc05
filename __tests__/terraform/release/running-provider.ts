import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** A provider of Terraform that runs until it is stopped. */
export interface RunningProvider {
  /** With these variables Terraform uses it, in the place of starting one several times in each plan, which halves the plan's CPU time. */
  readonly env: NodeJS.ProcessEnv;
  stop(): void;
}

/**
 * Starts the provider of AWS that a workspace was initialized with, as its developers do to debug it. It reads AWS's variables from `env`, not
 * from those of Terraform. Not for a Terraform that is killed: its provider must die with it.
 *
 * @param workspace its folder
 */
export async function startAwsProvider(workspace: string, env: NodeJS.ProcessEnv): Promise<RunningProvider> {
  const providers = join(workspace, ".terraform", "providers", "registry.terraform.io", "hashicorp", "aws");
  const [version = ""] = readdirSync(providers);
  const [platform = ""] = readdirSync(join(providers, version));
  const folder = join(providers, version, platform);
  const program = readdirSync(folder).find((name) => name.startsWith("terraform-provider-aws"));
  const child = spawn(join(folder, program ?? ""), ["-debug"], { env, stdio: ["ignore", "pipe", "ignore"] });
  return { env: { TF_REATTACH_PROVIDERS: await addressOf(child) }, stop: () => child.kill("SIGKILL") };
}

/** What the provider prints once it can be reached. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      const address = /TF_REATTACH_PROVIDERS='(.+)'/.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`the provider of AWS ended: ${said}`)));
  });
}
