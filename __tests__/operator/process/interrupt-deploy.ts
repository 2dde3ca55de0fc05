/** Deploys stacks in a process of its own, because signals reach a whole process. Arguments: source, root, ids. */
import { deployStacks } from "../../../operator/operations/deploy";
import { interrupt } from "../../../operator/process/interrupt";

const [source = "", root = "", ...ids] = process.argv.slice(2);
const say = (line: string) => process.stderr.write(`${line}\n`);
interrupt.watch(say);
deployStacks(ids, {
  source,
  root,
  approve: async () => true,
  progress: {
    report: (event) => event.type === "resource_start" && say(`started ${event.stack}`),
    quietly: (show) => show(),
    close() {},
  },
}).then((results) => {
  process.stdout.write(JSON.stringify(results));
  process.exitCode = interrupt.exitCode;
});
