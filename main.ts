import { selectStacks } from "./stacks/registry";
import { synthesize } from "./stacks/synthesis/synthesize";

/**
 * The CDKTF app. `cdktf` builds every stack, because it does not say which one was asked for: a broken stack is
 * reported and left out, so that it stops no other. `STACKS=aws-prod,account-*` builds just those, and then their
 * mistakes are fatal. `SETTINGS_FILES` names further tfvars files, separated by commas, that override all others.
 */
async function main(): Promise<void> {
  const list = (name: string) => process.env[name]?.split(",").filter(Boolean) ?? [];
  const named = list("STACKS");
  const stacks = selectStacks(process.cwd(), named.length > 0 ? named : ["*"]);
  const { mistakes } = await synthesize({
    root: process.cwd(),
    outdir: process.env.CDKTF_OUTDIR ?? "cdktf.out",
    stacks,
    settingsFiles: list("SETTINGS_FILES"),
  });
  for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
  if (named.length > 0 && mistakes.length > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.name === "StackSelectionError" ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
