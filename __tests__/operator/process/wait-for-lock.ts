/** Waits for a lock in a process of its own, because signals reach a whole process. Argument: the lock file. */
import { interrupt } from "../../../operator/process/interrupt";
import { ProcessLock } from "../../../operator/process/process-lock";

const say = (line: string) => process.stderr.write(`${line}\n`);
interrupt.watch(say);
ProcessLock.acquire(process.argv[2] ?? "", "init of aws-x").catch((error: Error) => {
  say(error.message);
  process.exitCode = interrupt.exitCode;
});
