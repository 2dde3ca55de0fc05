import { formatMistake } from "./settings/mistake";
import { findProject } from "./settings/project/folder";
import { readProject } from "./settings/project/stacks";
import { selectStacks } from "./stacks/registry";
import { synthesize } from "./stacks/synthesis/synthesize";

/**
 * The CDKTF app. It builds every stack, because `cdktf` does not pass on which one is needed. A stack with a mistake is reported and left
 * out, and stops no other. With `STACKS=aws-prod,account-*` only those are built, and their mistakes are fatal. `SETTINGS_FILES` names
 * further tfvars files, separated by commas, that override all others. `PROJECT` names another project's folder.
 */
async function main(): Promise<void> {
  const list = (name: string) =>
    (process.env[name] ?? "")
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean);
  const named = list("STACKS");
  const project = readProject(findProject(process.cwd(), process.env["PROJECT"]));
  const stacks = selectStacks(project.stacks, named.length > 0 ? named : ["*"]);
  const { mistakes } = await synthesize({
    project,
    outdir: process.env.CDKTF_OUTDIR ?? "cdktf.out",
    stacks,
    settingsFiles: list("SETTINGS_FILES"),
  });
  for (const mistake of [...project.mistakes.map(formatMistake), ...mistakes]) process.stderr.write(`${mistake}\n`);
  if (named.length > 0 && mistakes.length > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.name === "StackSelectionError" ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
