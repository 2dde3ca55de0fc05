import { join } from "node:path";
import { readStackConfig } from "../terraform/stack-config";
import { type DeployOptions, deployStacks } from "./deploy";
import type { StackResult } from "./run";

/**
 * Creates the bucket, lock table and key that hold an environment's state: deploys the account stack with a state file, then moves that
 * state into the bucket. An interrupted bootstrap goes on with the next call. Once everything exists it is an ordinary deploy, which
 * reverts manual changes. If state is in HCP Terraform, only the rest of the account stack is created.
 */
export async function bootstrap(environment: string, options: DeployOptions): Promise<StackResult> {
  const id = `account-${environment}`;
  const { backend } = readStackConfig(join(options.source, "stacks", id, "cdk.tf.json"));
  if (backend.type === "cloud") {
    options.progress.report({
      stack: id,
      type: "note",
      text: "state is in HCP Terraform: no bucket or lock table is needed",
    });
  }
  const [result] = await deployStacks([id], options);
  if (!result) throw new Error(`${id}: expected a result`);
  return result;
}
