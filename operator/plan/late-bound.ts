import { readOutputs } from "../terraform/outputs";
import type { Workspace } from "../terraform/workspace";

/** A value that the state keeps: what is released, what the settings say, and which of both it is. */
export interface ReleasedValue {
  readonly value: string | number;
  readonly setting: string | number;
  readonly from: "setting" | "release";
}

/** The late-bound values that the state of a stack holds, by name; empty before the first deploy. */
export async function releasedValues(workspace: Workspace): Promise<Readonly<Record<string, ReleasedValue>>> {
  const { release = {} } = await readOutputs(workspace);
  return release as Record<string, ReleasedValue>;
}

/** The values alone. */
export function valuesOf(released: Readonly<Record<string, ReleasedValue>> = {}): Record<string, string | number> {
  return Object.fromEntries(Object.entries(released).map(([name, { value }]) => [name, value]));
}

/** The values among the outputs that an apply has written; nothing where it wrote none. */
export function appliedValues({ release }: Readonly<Record<string, unknown>>) {
  return release ? valuesOf(release as Readonly<Record<string, ReleasedValue>>) : undefined;
}

/** The address of the resource that keeps a late-bound value. */
export const keptAt = (name: string) => `terraform_data.${name}`;

/** Arguments that pass values to the variables that a stack declares, for commands that change no value. */
export function givenVariables({ config }: Workspace, vars: Readonly<Record<string, string>>): string[] {
  const declared = Object.entries(vars).filter(([name]) => config.variables.includes(name));
  return declared.map(([name, value]) => `-var=${name}=${value}`);
}

/**
 * The same for a plan. A value that the state keeps is replaced where the given one differs: a variable alone does not change it.
 * @param now the values that the state holds. @default - they are read, which starts a Terraform
 */
export async function variableArguments(
  workspace: Workspace,
  vars: Readonly<Record<string, string>>,
  now?: Readonly<Record<string, string | number>>,
): Promise<string[]> {
  const isKept = (name: string) => name in workspace.config.lateBound;
  const kept = Object.keys(vars).some(isKept) ? (now ?? valuesOf(await releasedValues(workspace))) : {};
  const differs = Object.entries(vars).filter(([name, value]) => name in kept && String(kept[name]) !== value);
  return [...givenVariables(workspace, vars), ...differs.map(([name]) => `-replace=${keptAt(name)}`)];
}
