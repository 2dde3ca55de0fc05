import type { Section } from "./report";
import { countResources } from "./resources";
import { runNode } from "./run-process";
import { summarize } from "./statistics";
import { withTemporaryFolder } from "./temporary-folder";

/** Building every stack of every environment in one process, Node's own start included. */
export async function everyStack(rounds: number): Promise<Section> {
  const runs = [];
  // The first run reads files from disk.
  for (let round = 0; round <= rounds; round += 1) runs.push(await buildAll());
  const measured = runs.slice(1);
  const per100 = summarize(measured.map(({ seconds, resources }) => (seconds * 1000 * 100) / resources));
  return {
    title: `Every stack of every environment, one process (${measured[0]?.resources} resources)`,
    measured: [
      { name: "whole process", unit: "s", summary: summarize(measured.map(({ seconds }) => seconds)) },
      { name: "whole process, peak memory", unit: "MiB", summary: summarize(measured.map(({ peakMib }) => peakMib)) },
      { name: "per 100 resources", unit: "ms", summary: per100 },
    ],
    checks: [{ name: "per 100 resources", value: per100.median, unit: "ms", target: { atMost: 40 } }],
  };
}

function buildAll() {
  return withTemporaryFolder(async (outdir) => {
    const env = { STACKS: "*", SETTINGS_FILES: undefined, CDKTF_OUTDIR: outdir };
    const cost = await runNode(["operator/start/launch.cjs", "main"], { env });
    return { ...cost, resources: countResources(outdir) };
  });
}
