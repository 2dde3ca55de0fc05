import type { Section } from "./report";
import { countResources } from "./resources";
import { runNode } from "./run-process";
import { interleave, summarize } from "./statistics";
import { withTemporaryFolder } from "./temporary-folder";

/** The target was 40 ms per 100 resources on a machine where an empty Node process takes 60 ms. */
const target = 40 / 60;

/** Builds every stack of every environment in one process, including the start of Node. Compared with an empty Node process. */
export async function everyStack(rounds: number): Promise<Section> {
  const runEmpty = async () => ({ ...(await runNode(["--eval", "0"])), resources: 0 });
  const measurements = { all: buildAll, empty: runEmpty };
  // Not measured: the first run of each reads files from disk.
  await interleave(1, measurements);
  const { all, empty } = await interleave(rounds, measurements);
  const per100 = summarize(all.map(({ seconds, resources }) => (seconds * 1000 * 100) / resources));
  const emptySeconds = summarize(empty.map(({ seconds }) => seconds));
  return {
    title: `Every stack of every environment, one process (${all[0]?.resources} resources)`,
    measured: [
      { name: "whole process", unit: "s", summary: summarize(all.map(({ seconds }) => seconds)) },
      { name: "whole process, peak memory", unit: "MiB", summary: summarize(all.map(({ peakMib }) => peakMib)) },
      { name: "per 100 resources", unit: "ms", summary: per100 },
      { name: "empty Node process", unit: "s", summary: emptySeconds },
    ],
    checks: [
      {
        name: "per 100 resources, in empty Node processes",
        value: per100.median / (emptySeconds.median * 1000),
        unit: "×",
        target: { atMost: target },
      },
    ],
  };
}

function buildAll() {
  return withTemporaryFolder(async (outdir) => {
    const env = { STACKS: "*", SETTINGS_FILES: undefined, CDKTF_OUTDIR: outdir };
    const cost = await runNode(["operator/start/launch.cjs", "main"], { env });
    return { ...cost, resources: countResources(outdir) };
  });
}
