import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type { PreviousVersion } from "../../modules/aws/functions/function-releases";

/** Late-bound variables by which a pipeline moves the calls of a function from its previous version to the new one, step by step. */
export function previousVersion(stack: Construct, name: string): PreviousVersion {
  const part = name.replaceAll("-", "_");
  const version = new TerraformVariable(stack, `${part}_previous_version`, {
    type: "string",
    default: "",
    description: `Version of ${name} that keeps a share of the calls while a new one is released`,
  });
  const id = `${part}_previous_percent`;
  const percent = new TerraformVariable(stack, id, {
    type: "number",
    default: 0,
    description: "That share, in percent",
    validation: [{ condition: `\${var.${id} >= 0 && var.${id} <= 100}`, errorMessage: `${id}: expected 0 to 100.` }],
  });
  return { version: version.stringValue, percent: percent.numberValue };
}
