import { join } from "node:path";
import { readProject } from "../settings/project/stacks";
import { synthesize } from "../stacks/synthesis/synthesize";
import { manyEnvironments } from "./many-environments";
import { withTemporaryFolder } from "./temporary-folder";

/** Stacks that are built before the measurement, so that the warm-up of Node does not count. */
const warmUp = 50;

/**
 * `node many-stacks.cjs <number>` builds this many stacks in one process and prints the milliseconds: the `aws` stack of as
 * many environments, each with the settings of production.
 */
async function main(count: number): Promise<void> {
  await withTemporaryFolder(async (root) => {
    manyEnvironments(root, count);
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
