import { type CommonOptions, print, valueText } from "../operations/command-output";
import { withWorkspace } from "../operations/with-workspace";
import { readAllOutputs } from "../terraform/outputs";
import { prepareBackend } from "../terraform/self-hosted-state";
import type { TerraformOutputValue } from "../terraform/terraform";
import { withStacks } from "./with-stacks";

/** Prints the outputs of stacks. Values of sensitive ones are printed only with `--reveal`. */
export async function outputs(
  patterns: readonly string[],
  options: CommonOptions & { reveal?: boolean },
): Promise<void> {
  const { settings: settingsFiles, json, reveal = false } = options;
  await withStacks({ patterns, settingsFiles }, async ({ ids, source }, reachable) => {
    const all: Record<string, Record<string, unknown>> = {};
    for (const id of ids) {
      all[id] = await withWorkspace({ id, source, operation: "outputs" }, async (workspace) => {
        await prepareBackend(workspace);
        return reachable(shown(await readAllOutputs(workspace), reveal));
      });
    }
    if (json) print(JSON.stringify(all));
    else for (const [id, values] of Object.entries(all)) print([`${id}:`, ...lines(values)].join("\n"));
  });
}

function shown(values: Readonly<Record<string, TerraformOutputValue>>, reveal: boolean): Record<string, unknown> {
  const entries = Object.entries(values);
  return Object.fromEntries(
    entries.map(([name, { sensitive, value }]) => [name, sensitive && !reveal ? "(sensitive)" : value]),
  );
}

function lines(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).map(([name, value]) => `  ${name} = ${valueText(value)}`);
}
