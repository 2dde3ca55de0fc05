import { appendFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { copyProject, sources } from "./project-copy";
import type { Section } from "./report";
import { run, runNode } from "./run-process";
import { interleave, summarize } from "./statistics";
import { withTemporaryFolder } from "./temporary-folder";

/**
 * `npm run affected` over all stacks of the examples after an edit of the product, so that the commit has a bundle of its own: without the
 * build of the commit, and with it. Compared with one build of all stacks, of which the first needs two, side by side.
 */
export async function affectedStacks(root: string, rounds: number): Promise<Section> {
  const project = resolve(root, ".local/bench/affected");
  await makeRepository(root, project);
  appendFileSync(join(project, "modules/aws/network/network.ts"), "// edited\n");
  const kept = join(project, ".local/affected");
  const affected = () => runNode(["operator/start/launch.cjs", "cli", "affected", "--since", "HEAD"], { cwd: project });
  const measurements = {
    all: () =>
      withTemporaryFolder((outdir) =>
        runNode(["operator/start/launch.cjs", "main"], { cwd: project, env: { CDKTF_OUTDIR: outdir } }),
      ),
    first: () => {
      rmSync(kept, { recursive: true, force: true });
      return affected();
    },
    second: affected,
  };
  // Not measured: the first run of each reads files from disk, and makes the bundle of now.
  await interleave(1, measurements);
  const costs = await interleave(rounds, measurements);
  const seconds = (of: keyof typeof measurements) => summarize(costs[of].map((cost) => cost.seconds));
  const [all, first, second] = [seconds("all"), seconds("first"), seconds("second")];
  return {
    title: "Affected stacks: all stacks of a commit and of now",
    measured: [
      { name: "one build of all stacks", unit: "s", summary: all },
      { name: "affected, commit not built yet", unit: "s", summary: first },
      { name: "affected, its build kept", unit: "s", summary: second },
    ],
    checks: [
      // 5 s where a build of all takes 2.5 s.
      {
        name: "not built yet, in builds of all stacks",
        value: first.median / all.median,
        unit: "×",
        target: { atMost: 2 },
      },
      {
        name: "build kept, in builds of all stacks",
        value: second.median / all.median,
        unit: "×",
        target: { atMost: 1.5 },
      },
    ],
  };
}

/** A copy of the checkout with one commit. */
async function makeRepository(root: string, project: string): Promise<void> {
  rmSync(project, { recursive: true, force: true });
  copyProject(root, project);
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.com", ...args], { cwd: project });
  await git("init", "--quiet");
  await git("add", ...sources);
  await git("commit", "--quiet", "--message=then");
}
