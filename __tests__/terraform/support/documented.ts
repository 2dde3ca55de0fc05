import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../stacks/synthesized";

/** The shell commands below a heading of a page. @throws when there are none */
export function commandsBelow(page: string, heading: string): string {
  const text = readFileSync(join(root, page), "utf8");
  const [, section = ""] = text.split(new RegExp(`^#+ ${heading}$`, "m"));
  const block = section.match(/^```sh\n([\s\S]*?)^```$/m)?.[1];
  if (!block || section.slice(0, section.indexOf(block)).match(/^#/m)) {
    throw new Error(`${page}: expected commands below "${heading}", found none`);
  }
  return block;
}
