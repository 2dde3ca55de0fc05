import { TerraformOutput, type TerraformStack } from "cdktf";

/** Outputs of a stack, snake_case, by the same names on every cloud. What is undefined is not there. None may be a secret. */
export function addOutputs(
  stack: TerraformStack,
  outputs: Readonly<Record<string, string | string[] | undefined>>,
): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) new TerraformOutput(stack, name, { value });
  }
}
