import { checklistText } from "../checklist/text";
import { type ChecklistOptions, checklistOf } from "../operations/checklist";
import { print, stoppable } from "../operations/command-output";
import { interrupt } from "../process/interrupt";
import { oneStack } from "./with-release";
import { withStacks } from "./with-stacks";

/** Prints the lists of a deployment with what can be seen. Exit code 0: nothing speaks against it; 1: an error; 2: something is not so. */
export async function checklist(
  pattern: string,
  options: ChecklistOptions & { readonly json?: boolean },
): Promise<void> {
  const stack = await oneStack(pattern);
  await withStacks({ patterns: [stack.id], settingsFiles: options.settings }, async (selection) => {
    const checked = await stoppable(() => checklistOf(stack, selection, options));
    if (options.json) print(JSON.stringify({ type: "result", stack: stack.id, items: checked }));
    else print(checklistText(stack.id, checked));
    process.exitCode = interrupt.exitCode || (checked.some(({ mark }) => mark === "!") ? 2 : 0);
  });
}
