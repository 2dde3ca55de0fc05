import { execFileSync } from "node:child_process";

/** The commit of the checkout, with `-dirty` where files differ from it; nothing outside Git. */
export function commitOf(): string | undefined {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}

/** Whether two commits have the same files; not, where one of them is not in this clone. */
export function haveSameFiles(one: string, other: string): boolean {
  if (one === other) return true;
  if (![one, other].every((commit) => /^[0-9a-f]{40}$/.test(commit))) return false;
  try {
    const text = execFileSync("git", ["rev-parse", `${one}^{tree}`, `${other}^{tree}`], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [first, second] = text.trim().split("\n");
    return first !== undefined && first === second;
  } catch {
    return false;
  }
}
