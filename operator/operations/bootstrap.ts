import { join } from "node:path";
import type { Progress } from "../progress/progress";
import { readStackConfig } from "../terraform/stack-config";
import { type DeployOptions, deployStacks } from "./deploy";
import type { StackResult } from "./run";

export interface BootstrapOptions extends DeployOptions {
  /** Makes the workspaces of the environment's stacks, where state is in HCP Terraform. @default - Terraform makes each with its first command */
  readonly makeWorkspaces?: (progress: Progress) => Promise<unknown>;
}

/**
 * Creates the bucket, lock table and key that hold an environment's state: deploys the account stack with a state file, then moves that
 * state into the bucket. An interrupted bootstrap goes on with the next call. Once everything exists it is an ordinary deploy, which
 * reverts manual changes. If state is in HCP Terraform, its workspaces are made, and then the rest of the account stack.
 */
export async function bootstrap(environment: string, options: BootstrapOptions): Promise<StackResult> {
  const id = `account-${environment}`;
  const { backend } = readStackConfig(join(options.source, "stacks", id, "cdk.tf.json"));
  if (backend.type === "cloud") await options.makeWorkspaces?.(options.progress);
  const [result] = await deployStacks([id], options);
  if (!result) throw new Error(`${id}: expected a result`);
  return result;
}
