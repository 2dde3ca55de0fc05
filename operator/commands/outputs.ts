import { type CommonOptions, print, printError } from "../operations/command-output";
import { outputTexts } from "../operations/outputs-text";
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
    // A state without outputs: never deployed, or destroyed.
    const undeployed: string[] = [];
    const all: Record<string, Record<string, unknown>> = {};
    for (const id of ids) {
      all[id] = await withWorkspace({ id, source, operation: "outputs" }, async (workspace) => {
        await prepareBackend(workspace);
        const values = shown(await readAllOutputs(workspace), reveal);
        if (workspace.config.outputs.length > 0 && Object.keys(values).length === 0) undeployed.push(id);
        return reachable(values);
      });
    }
    if (json) print(JSON.stringify(all));
    for (const [id, values] of Object.entries(all)) {
      if (undeployed.includes(id)) printError(`${id} is not deployed: run npm run deploy -- ${id}`);
      else if (!json) print([`${id}:`, ...lines(values)].join("\n"));
    }
    if (undeployed.length > 0) process.exitCode = 1;
  });
}

function shown(values: Readonly<Record<string, TerraformOutputValue>>, reveal: boolean): Record<string, unknown> {
  const entries = Object.entries(values);
  return Object.fromEntries(
    entries.map(([name, { sensitive, value }]) => [name, sensitive && !reveal ? "(sensitive)" : value]),
  );
}

function lines(values: Readonly<Record<string, unknown>>): string[] {
  return outputTexts(values).map(([name, text]) => `  ${name} = ${text}`);
}
