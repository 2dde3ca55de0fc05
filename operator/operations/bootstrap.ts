import { join } from "node:path";
import { readStackConfig } from "../terraform/stack-config";
import { type DeployOptions, deployStacks } from "./deploy";
import type { StackResult } from "./run";

/**
 * Makes the bucket, lock table and key that hold an environment's state, by deploying its account stack with a state file and then
 * moving that state into the bucket. Interrupted anywhere it goes on at the next call; once all is there it is a deploy like any
 * other, which puts right what was changed by hand. With HCP Terraform there is nothing to make but the account's own.
 */
export async function bootstrap(environment: string, options: DeployOptions): Promise<StackResult> {
  const id = `account-${environment}`;
  const { backend } = readStackConfig(join(options.source, "stacks", id, "cdk.tf.json"));
  if (backend.type === "cloud") {
    options.progress.report({
      stack: id,
      type: "note",
      text: "state is in HCP Terraform: there is no backend to make",
    });
  }
  const [result] = await deployStacks([id], options);
  if (!result) throw new Error(`${id}: expected a result`);
  return result;
}
