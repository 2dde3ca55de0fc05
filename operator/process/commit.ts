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
