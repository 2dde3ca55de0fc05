import { TerraformOutput, type TerraformStack } from "cdktf";

/** The outputs of a stack, in snake_case, with the same names on every cloud. Undefined ones are left out. None may be a secret. */
export function addOutputs(
  stack: TerraformStack,
  outputs: Readonly<Record<string, string | string[] | Record<string, string> | undefined>>,
): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) new TerraformOutput(stack, name, { value });
  }
}
