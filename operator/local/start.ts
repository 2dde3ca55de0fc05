import { finish, print, printError, withProgress } from "../operations/command-output";
import { deployStacks } from "../operations/deploy";
import type { StackResult } from "../operations/run";
import { withSelection } from "../operations/selection";
import { duration } from "../process/duration";
import { interrupt } from "../process/interrupt";
import { UserError } from "../process/user-error";
import { wrapWords } from "../progress/cut";
import { withElapsed } from "../progress/elapsed";
import { startEmulator } from "./emulator";
import { reachable } from "./emulator-addresses";
import { ensureEmulatorInstalled } from "./emulator-install";
import { alone } from "./in-use";
import { chooseLocalStacks, type LocalOptions, localStacks } from "./local-stacks";
import { preflight } from "./preflight";
import { type Proven, prove } from "./prove";
import { summary } from "./summary";
import { useEmulator } from "./use-emulator";

/** Approves every change: only the emulator is changed. */
export const approve = async () => true;

/** How many stacks are deployed at the same time: all that wait for `account-local`. Most of their time is waiting. */
const parallel = 5;

const nextSteps = (stack: string) => {
  const steps = [
    ["local:status", "what runs"],
    [`outputs -- ${stack}`, "the outputs of the stack"],
    [`settings -- ${stack}`, "every setting, and where it is set"],
    [`plan -- ${stack}`, "what a deploy would change after an edit"],
    ["local:down", "destroys everything and stops the emulator"],
  ] as const;
  const width = Math.max(...steps.map(([command]) => command.length)) + 2;
  return ["", ...steps.map(([command, what]) => `  npm run ${command.padEnd(width)}${what}`)].join("\n");
};

/** The operator's own folder. */
const folder = ".local";

export interface StartOptions extends LocalOptions {
  /** The port of moto; MiniStack takes the next one. @default - free ports */
  readonly port?: number;
  /** Print progress and results as JSON. @default false */
  readonly json?: boolean;
}

/** `npm start`: deploys every AWS stack of `local` to the emulator, verifies the result, and leaves the emulator running. */
export async function start(options: StartOptions): Promise<void> {
  await alone(folder, "npm start", () => deployAll(options));
}

async function deployAll({ port, json, ...local }: StartOptions): Promise<void> {
  const begun = Date.now();
  await chooseLocalStacks(folder, local);
  preflight(folder);
  await withElapsed("Installing the emulators from PyPI", printError, (begins) =>
    ensureEmulatorInstalled(folder, begins),
  );
  const emulator = await startEmulator(folder, port);
  if (port !== undefined && port !== emulator.moto.port) {
    throw new UserError(
      `expected port ${port}, found the emulators running at port ${emulator.moto.port}: npm run local:down ends them`,
    );
  }
  const where = `moto at ${emulator.moto.endpoint}, MiniStack at ${emulator.ministack.endpoint}`;
  printError(`${where}, ${emulator.started ? "started" : "were running"}`);
  useEmulator(folder, emulator);
  await withSelection(await localStacks(folder), async (selection) => {
    const proving: Promise<Proven>[] = [];
    const results = await withProgress(json, async (progress) => {
      const ended = (result: StackResult) => void proving.push(prove(here(result), selection, progress));
      const deployed = await deployStacks(selection.ids, {
        ...selection,
        progress,
        parallel,
        approve,
        adopt: true,
        again: () => "npm start",
        ended,
      });
      await Promise.all(proving);
      return deployed.map(here);
    });
    if (interrupt.requested || results.some(({ error }) => error)) {
      finish(results, json);
      return;
    }
    const proven = await Promise.all(proving);
    const problems = proven.flatMap((of) => of.problems);
    if (problems.length > 0) throw new UserError(problems.join("\n"));
    const evidence = proven.flatMap((of) => of.evidence);
    if (json) {
      print(JSON.stringify({ type: "result", stacks: results, evidence }));
      return;
    }
    const columns = process.stdout.isTTY ? process.stdout.columns || 80 : undefined;
    print(summary(results, evidence, columns));
    const done = `Done in ${duration((Date.now() - begun) / 1000)}. Still running: ${where}. Next:`;
    print(wrapWords(done, (columns ?? Infinity) - 1, 2));
    print(nextSteps(selection.ids.find((id) => !id.startsWith("account-")) ?? "account-local"));
  });

  /** With addresses that work from here. */
  function here(result: StackResult): StackResult {
    return { ...result, outputs: reachable(result.outputs, emulator.ministack) };
  }
}
