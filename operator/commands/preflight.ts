import { type CommonOptions, print, stoppable } from "../operations/command-output";
import { preflightStacks } from "../operations/preflight";
import { withSelection } from "../operations/selection";
import { countText, findingText } from "../preflight/findings-text";
import { interrupt } from "../process/interrupt";
import { UserError } from "../process/user-error";

/**
 * Looks at what must be there before stacks are deployed for the first time, and changes nothing. Exit code 0: nothing is missing, as far
 * as could be looked; 1: something is.
 */
export async function preflight(
  patterns: readonly string[],
  { settings: settingsFiles, var: vars, json }: CommonOptions,
): Promise<void> {
  await withSelection({ patterns, settingsFiles, vars }, async (selection) => {
    const { ids, emulatedIds } = selection;
    if (emulatedIds.length > 0)
      throw new UserError(`${emulatedIds.join(", ")}: the emulator needs no preparation: name stacks of a cloud`);
    const findings = await stoppable(() => preflightStacks(ids, selection, vars));
    if (json) print(JSON.stringify({ type: "result", findings }));
    else print([...findings.map(findingText), countText(findings)].join("\n"));
    process.exitCode = interrupt.exitCode || (findings.some(({ status }) => status === "missing") ? 1 : 0);
  });
}
