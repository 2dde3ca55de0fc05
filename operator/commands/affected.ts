import { print, printError } from "../operations/command-output";
import { projectPlace } from "../operations/project";
import { duration } from "../process/duration";

/**
 * Lists the stacks whose files differ between a commit and the work tree, with why. Exit code 0: none; 1: an error, or a stack that cannot be
 * built now; 2: at least one.
 */
export async function affected({ since, json }: { since: string; json?: boolean }): Promise<void> {
  const begun = performance.now();
  const { affected: find } = await import("../affected/affected.js");
  const { affectedText, brokenLines } = await import("../affected/text.js");
  const { formatMistake } = await import("../../settings/mistake.js");
  const found = await find({ place: projectPlace(), since, say: printError });
  if (json) print(JSON.stringify(found.stacks));
  else print(affectedText(found));
  const wrong = [...found.project.mistakes.map(formatMistake), ...brokenLines(found)];
  for (const line of wrong) printError(line);
  const { length } = found.project.stacks;
  printError(
    `${length} stacks compared with ${found.commit.slice(0, 7)} in ${duration((performance.now() - begun) / 1000)}`,
  );
  process.exitCode = wrong.length > 0 ? 1 : found.stacks.length > 0 ? 2 : 0;
}
