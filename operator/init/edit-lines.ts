import { join } from "node:path";
import type { PlannedFile } from "./model/plan";

/** The lines that are there to be edited, each with its place and what to put there. */
export function editLines(folder: string, files: readonly PlannedFile[]): string[] {
  return files
    .filter(({ path }) => path.endsWith(".tfvars"))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, at) => {
        const [, what] = / # edit: (.*)$/.exec(line) ?? [];
        return what ? [`${join(folder, path)}:${at + 1}: ${what}`] : [];
      }),
    );
}
