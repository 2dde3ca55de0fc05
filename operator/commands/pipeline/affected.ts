import { writeOutputs, writeSummary } from "../../github/workflow-files";
import { print, printError } from "../../operations/command-output";
import { projectPlace } from "../../operations/project";
import { emulatedStacks } from "../../operations/stack-flags";
import { affectedMarkdown, toPlan } from "../../pipeline/affected-text";

/**
 * Writes `stacks`, a JSON array in one line, to GITHUB_OUTPUT, and why to GITHUB_STEP_SUMMARY. Exit code 0: compared,
 * whether or not anything is affected; 1: an error, or a stack that cannot be built.
 */
export async function affectedOutputs({ since }: { readonly since: string }): Promise<void> {
  const { affected } = await import("../../affected/affected.js");
  const { mistakes, stacks } = await affected({ place: projectPlace(), since, say: printError });
  const planned = toPlan(stacks, await emulatedStacks(stacks.map(({ stack }) => stack)));
  const ids = JSON.stringify(planned.map(({ stack }) => stack));
  writeSummary(affectedMarkdown(stacks, mistakes));
  writeOutputs({ stacks: ids });
  print(`stacks=${ids}`);
  for (const mistake of mistakes) printError(mistake);
  process.exitCode = mistakes.length > 0 ? 1 : 0;
}
