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
  const { affectedText } = await import("../affected/text.js");
  const { commit, compared, mistakes, stacks } = await find({ place: projectPlace(), since, say: printError });
  print(json ? JSON.stringify(stacks) : affectedText({ commit, stacks }));
  for (const mistake of mistakes) printError(mistake);
  const seconds = (performance.now() - begun) / 1000;
  printError(`${compared} stacks compared with ${commit.slice(0, 7)} in ${duration(seconds)}`);
  process.exitCode = mistakes.length > 0 ? 1 : stacks.length > 0 ? 2 : 0;
}
