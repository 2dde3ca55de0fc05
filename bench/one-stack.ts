import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { baselineStart, writeBaseline } from "./baseline";
import type { Section } from "./report";
import { countResources } from "./resources";
import { type ProcessCost, runNode } from "./run-process";
import { interleave, summarize } from "./statistics";
import { withTemporaryFolder } from "./temporary-folder";

const stack = "aws-prod";

/** Builds one stack from its tfvars in a process of its own: with this project, with the baseline, and an empty Node process. */
export async function oneStack(root: string, rounds: number): Promise<Section> {
  const baseline = resolve(root, ".local/bench/baseline");
  writeBaseline(root, baseline);
  const built = new Set<string>();
  let resources = 0;
  const build = (cwd: string, start: readonly string[]) =>
    withTemporaryFolder(async (outdir) => {
      const env = { STACKS: stack, SETTINGS_FILES: undefined, CDKTF_OUTDIR: outdir };
      const cost = await runNode(start, { cwd, env });
      built.add(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
      resources = countResources(outdir);
      return cost;
    });
  const measurements = {
    baseline: () => build(baseline, baselineStart(root)),
    ours: () => build(root, ["operator/start/launch.cjs", "main"]),
    empty: () => runNode(["--eval", "0"]),
  };
  // Not measured: the first run of each reads files from disk, and this project's makes its bundle.
  await interleave(1, measurements);
  const costs = await interleave(rounds, measurements);
  if (built.size !== 1)
    throw new Error(`${stack}: expected the same bytes from every run, found ${built.size} versions`);

  const seconds = (cost: readonly ProcessCost[]) => summarize(cost.map((one) => one.seconds));
  const peakMib = (cost: readonly ProcessCost[]) => summarize(cost.map((one) => one.peakMib));
  const ratio = (of: typeof seconds) => of(costs.baseline).median / of(costs.ours).median;
  const names = { baseline: "package index, ts-node", ours: "this project", empty: "empty Node process" };
  return {
    title: `One stack, whole process: ${stack} (${resources} resources)`,
    measured: (Object.keys(names) as (keyof typeof names)[]).flatMap((key) => [
      { name: names[key], unit: "s", summary: seconds(costs[key]) },
      { name: `${names[key]}, peak memory`, unit: "MiB", summary: peakMib(costs[key]) },
    ]),
    checks: [
      { name: "times faster than the baseline", value: ratio(seconds), unit: "×", target: { atLeast: 20 } },
      { name: "times less memory than the baseline", value: ratio(peakMib), unit: "×", target: { atLeast: 10 } },
    ],
  };
}
