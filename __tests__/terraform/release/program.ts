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
import { simulatedClock } from "./simulated-time";

const [address = "", stack = "", given = "[]"] = process.argv.slice(2);
const clock = simulatedClock(address);

const common = {
  settings: [],
  confirm: [],
  yes: true,
  json: true,
  despite: [],
  waive: {},
  world: { clock },
};
const planned = () => plan([stack], { settings: [], var: {}, parallel: 1, refresh: true, json: true });
const commands = { release, rollback, releases };

async function run(): Promise<void> {
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
