/**
 * A command on releases in a process of its own, with the time and the load balancer of a traffic simulator. Arguments: address of the
 * simulator, command, stack, options of the command as JSON.
 */
import { release } from "../../../operator/commands/release";
import { releases } from "../../../operator/commands/releases";
import { rollback } from "../../../operator/commands/rollback";
import { printError } from "../../../operator/operations/command-output";
import { interrupt } from "../../../operator/process/interrupt";
import type { Clock } from "../../../operator/release/run/context";
import { type Asked, clockPath, countedHeader, type Told } from "./traffic-words";

const [address = "", command = "", stack = "", options = "{}"] = process.argv.slice(2);
const network = globalThis.fetch;

/** What the simulator's clock said last, and how long answers took since then. */
let told = 0;
let taken = 0;

async function sleep(ms: number): Promise<void> {
  const body = JSON.stringify({ sleep: ms + taken } satisfies Asked);
  taken = 0;
  const answer = await network(`${address}${clockPath}`, { method: "POST", body });
  told = ((await answer.json()) as Told).now;
}

const clock: Clock = {
  now: () => told + taken,
  sleep: async (ms, until) => {
    if (!until?.aborted) await sleep(ms);
  },
};

// An answer of the application takes as long as it says, and no process waits.
globalThis.fetch = async (...request: Parameters<typeof fetch>) => {
  const answer = await network(...request);
  taken += Number(answer.headers.get(countedHeader) ?? 0);
  return answer;
};

/** Leads requests for the application to the simulator. */
function reachable<T>(value: T): T {
  return { ...value, url: address };
}

const common = {
  settings: [],
  confirm: [],
  yes: true,
  json: true,
  despite: [],
  waive: {},
  world: { clock, reachable },
};
const commands = { release, rollback, releases };

sleep(0)
  .then(() => commands[command as keyof typeof commands](stack, { ...common, ...JSON.parse(options) }))
  .catch((error: Error) => {
    printError(error.message);
    process.exitCode = interrupt.exitCode || 1;
    if (interrupt.requested) process.exit();
  });
