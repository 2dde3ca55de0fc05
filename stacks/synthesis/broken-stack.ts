import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SettingsError } from "../../settings/mistake";
import type { StackMistake } from "./mistake-lines";

/**
 * What building a stack threw, as mistakes of that stack. Stacks and modules say in one line what they expected; any other error is a
 * defect of the product, whose trace goes to a file of `folder` that only the user may read.
 */
export function brokenStack(stack: string, error: unknown, folder: string): StackMistake[] {
  if (error instanceof SettingsError) return error.mistakes.map((mistake) => ({ stack, ...mistake }));
  const { message, trace } = parts(error);
  if (/: expected /.test(message) && !message.includes("\n")) return [{ stack, problem: message }];
  const file = join(folder, `${stack}.txt`);
  const [first] = message.split("\n");
  const where = written(folder, file, trace) ? `its trace is in ${file}` : `its trace cannot be written to ${file}`;
  return [{ stack, problem: `a defect of this product, not of your settings: ${first}; please report it, ${where}` }];
}

function parts(error: unknown): { message: string; trace: string } {
  if (!(error instanceof Error)) return { message: String(error), trace: String(error) };
  return { message: error.message || error.name, trace: error.stack ?? error.message };
}

/** Whether the trace could be written: a full disk must not hide the mistake. */
function written(folder: string, file: string, trace: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${trace}\n`, { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
