import { spawnSync } from "node:child_process";
import { relative } from "node:path";

/** What the bytes of functions follow from: their code, the packages in it, and how an archive is made. @param folder of their code */
export const functionSources = (folder: string): string[] => [
  relative(process.cwd(), folder),
  "package-lock.json",
  "modules/aws/functions/function-archive.ts",
];

/** What `function-archive.ts` leaves out of the code, as a file or as a folder. */
const leftOut = [".*", "__pycache__", "test", "tests", "node_modules", "*.pyc"];

/** Whether the functions of two commits are made of the same files; not, where one of them is not in this clone. */
export function haveSameFunctions(one: string, other: string, folder: string | undefined): boolean {
  if (one === other) return true;
  if (folder === undefined || ![one, other].every((commit) => /^[0-9a-f]{40}$/.test(commit))) return false;
  const paths = functionSources(folder);
  const without = leftOut.flatMap((name) =>
    ["", "/**"].map((below) => `:(exclude,glob)${paths[0]}/**/${name}${below}`),
  );
  return (
    spawnSync("git", ["diff", "--quiet", one, other, "--", ...paths, ...without], { stdio: "ignore" }).status === 0
  );
}
