/**
 * Commands on releases, one after the other, in a process of their own, with the time and the load balancer of a traffic simulator. Arguments:
 * address of the simulator, stack, the commands with their options as JSON. The first one that ends with another exit code than 0 is the last.
 */
import { plan } from "../../../operator/commands/plan";
import { release } from "../../../operator/commands/release/release";
import { releases } from "../../../operator/commands/release/releases";
import { rollback } from "../../../operator/commands/release/rollback";
import { printError } from "../../../operator/operations/command-output";
import { interrupt } from "../../../operator/process/interrupt";
import type { Clock } from "../../../operator/release/run/context";
import { type Asked, clockPath, countedHeader, type Told } from "./traffic-words";

const [address = "", stack = "", given = "[]"] = process.argv.slice(2);
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
const planned = () => plan([stack], { settings: [], var: {}, parallel: 1, refresh: true, json: true });
const commands = { release, rollback, releases };

async function run(): Promise<void> {
  await sleep(0);
  for (const [command, options] of JSON.parse(given) as [keyof typeof commands | "plan", object][]) {
    await (command === "plan" ? planned() : commands[command](stack, { ...common, ...options }));
    if (process.exitCode) return;
  }
}

run().catch((error: Error) => {
  printError(error.message);
  process.exitCode = interrupt.exitCode || 1;
  if (interrupt.requested) process.exit();
});
