import { readJson } from "./json-output";
import type { TerraformOutputValue } from "./terraform";
import type { Workspace } from "./workspace";

/** Reads the outputs of a stack from its state; sensitive ones are left out. */
export async function readOutputs(workspace: Workspace): Promise<Record<string, unknown>> {
  return plainOutputs(await readAllOutputs(workspace));
}

/** Reads the outputs of a stack from its state, the sensitive ones with their values: not for printing. */
export async function readAllOutputs(workspace: Workspace): Promise<Record<string, TerraformOutputValue>> {
  return readJson("output", await workspace.terraform.run(["output", "-json", "-no-color"])) as Record<
    string,
    TerraformOutputValue
  >;
}

/** Name and value of the outputs that are not sensitive. */
export function plainOutputs(outputs: Readonly<Record<string, TerraformOutputValue>>): Record<string, unknown> {
  const plain = Object.entries(outputs).filter(([, { sensitive }]) => !sensitive);
  return Object.fromEntries(plain.map(([name, { value }]) => [name, value]));
}
