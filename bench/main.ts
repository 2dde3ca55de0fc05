import { join } from "node:path";
import { parseArgs } from "node:util";
import { affectedStacks } from "./affected";
import { deployment } from "./deployment";
import { everyStack } from "./every-stack";
import { oneStack } from "./one-stack";
import { passes, type Section, sectionText } from "./report";
import { scaling } from "./scaling";
import { watch } from "./watch";

/**
 * Runs the named parts (`one`, `every`, `scaling`, `affected`, `deploy`, `watch`), by default all that do not need Terraform. Each part prints its
 * figures when it ends. A missed target is printed as FAIL and does not change the exit code, because times depend on the
 * machine. The exit code is 1 if a part could not run.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, rounds: { type: "string", default: "5" } },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds: expected a whole number from 1, found ${values.rounds}`);
  const root = process.cwd();
  const parts: Record<string, () => Promise<Section>> = {
    one: () => oneStack(root, rounds),
    every: () => everyStack(rounds),
    scaling: () => scaling(join(__dirname, "many-stacks.cjs"), rounds),
    affected: () => affectedStacks(root, rounds),
    deploy: () => deployment(root, rounds),
    watch: () => watch(root, rounds),
  };
  const names = positionals.length > 0 ? positionals : ["one", "every", "scaling", "affected"];
  const sections: Section[] = [];
  for (const name of names) {
    const part = parts[name];
    if (!part) throw new Error(`unknown part "${name}", expected ${Object.keys(parts).join(", ")}`);
    const section = await part();
    sections.push(section);
    if (!values.json) process.stdout.write(`${sectionText(section)}\n\n`);
  }
  if (values.json) {
    const judged = sections.map((section) => ({
      ...section,
      checks: section.checks.map((check) => ({ ...check, pass: passes(check) })),
    }));
    process.stdout.write(`${JSON.stringify({ node: process.version, rounds, sections: judged }, null, 2)}\n`);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
