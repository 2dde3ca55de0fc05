import type { Section } from "./report";
import { runNode } from "./run-process";
import { interleave, summarize } from "./statistics";

const few = 50;
const many = 1000;
/** Few, because a round takes minutes. */
const maxRounds = 2;

/** Compares the time for one stack between a process that builds few and one that builds many. */
export async function scaling(program: string, rounds: number): Promise<Section> {
  const build = async (count: number) => {
    const { output, peakMib } = await runNode([program, String(count)]);
    return { perStack: Number(output) / count, peakMib };
  };
  const costs = await interleave(Math.min(rounds, maxRounds), { few: () => build(few), many: () => build(many) });
  const perStack = (key: "few" | "many") => summarize(costs[key].map((cost) => cost.perStack));
  const peakMib = (key: "few" | "many") => summarize(costs[key].map((cost) => cost.peakMib));
  return {
    title: `Many stacks in one process: aws-prod's settings in ${few} and in ${many} environments`,
    measured: [
      { name: `per stack of ${few}`, unit: "ms", summary: perStack("few") },
      { name: `per stack of ${many}`, unit: "ms", summary: perStack("many") },
      { name: `${few}, peak memory`, unit: "MiB", summary: peakMib("few") },
      { name: `${many}, peak memory`, unit: "MiB", summary: peakMib("many") },
    ],
    checks: [
      {
        name: `cost per stack, ${many} to ${few}`,
        value: perStack("many").median / perStack("few").median,
        unit: "×",
        // Equal within the difference between two runs of the same measurement.
        target: { atMost: 1.1 },
      },
    ],
  };
}
