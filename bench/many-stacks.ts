import { copyFileSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { allStacks } from "../stacks/registry";
import { synthesize } from "../stacks/synthesis/synthesize";
import { withTemporaryFolder } from "./temporary-folder";

/** Stacks that are built before the measurement, so that the warm-up of Node does not count. */
const warmUp = 50;

/**
 * `node many-stacks.cjs <number>` builds this many stacks in one process and prints the milliseconds: the `aws` stack of as
 * many environments, each with the settings of production.
 */
async function main(count: number): Promise<void> {
  await withTemporaryFolder(async (root) => {
    const environments = join(root, "environments");
    mkdirSync(environments);
    cpSync("environments/regions", join(environments, "regions"), { recursive: true });
    copyFileSync("environments/base.tfvars", join(environments, "base.tfvars"));
    for (let index = 1; index <= count; index += 1) {
      copyFileSync("environments/prod.tfvars", join(environments, `e${String(index).padStart(4, "0")}.tfvars`));
    }
    const stacks = allStacks(root).filter(({ platform }) => platform === "aws");
    await synthesize({ root, outdir: join(root, "warm-up"), stacks: stacks.slice(0, warmUp) });
    const begun = performance.now();
    const { mistakes } = await synthesize({ root, outdir: join(root, "out"), stacks });
    const milliseconds = performance.now() - begun;
    if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
    process.stdout.write(`${milliseconds}\n`);
  });
}

main(Number(process.argv[2]));
