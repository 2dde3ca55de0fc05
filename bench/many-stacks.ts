import { copyFileSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { readProject } from "../settings/project/stacks";
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
    const [environments, system] = [join(root, "environments"), join(root, "systems/test-execution")];
    for (const folder of [environments, system]) mkdirSync(folder, { recursive: true });
    cpSync("environments/regions", join(environments, "regions"), { recursive: true });
    copyFileSync("environments/base.tfvars", join(environments, "base.tfvars"));
    copyFileSync("systems/test-execution/base.tfvars", join(system, "base.tfvars"));
    for (let index = 1; index <= count; index += 1) {
      const name = `e${String(index).padStart(4, "0")}.tfvars`;
      copyFileSync("environments/prod.tfvars", join(environments, name));
      copyFileSync("systems/test-execution/prod.tfvars", join(system, name));
    }
    const project = readProject({ root });
    const stacks = project.stacks.filter(({ platform }) => platform === "aws");
    await synthesize({ project, outdir: join(root, "warm-up"), stacks: stacks.slice(0, warmUp) });
    const begun = performance.now();
    const { mistakes } = await synthesize({ project, outdir: join(root, "out"), stacks });
    const milliseconds = performance.now() - begun;
    if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
    process.stdout.write(`${milliseconds}\n`);
  });
}

main(Number(process.argv[2]));
