import { finish, print, printError, withProgress } from "../operations/command-output";
import { deployStacks } from "../operations/deploy";
import { withSelection } from "../operations/selection";
import { duration } from "../process/duration";
import { UserError } from "../process/user-error";
import { startEmulator } from "./emulator";
import { ensureEmulatorInstalled } from "./emulator-install";
import { localStacks, rememberKubeContext } from "./local-stacks";
import { preflight } from "./preflight";
import { prove } from "./prove";
import { summary } from "./summary";
import { useEmulator } from "./use-emulator";

/** Approves every change: only the emulator is changed. */
export const approve = async () => true;

const nextSteps = `
  npm run local:status            what runs
  npm run outputs -- aws-local    the outputs of the stack
  npm run settings -- aws-local   every setting, and the file and line that set it
  npm run plan -- aws-local       what a deploy would change, e.g. after an edit of environments/local.tfvars
  npm run local:down              destroys everything and stops the emulator`;

export interface StartOptions {
  /** The port of moto; MiniStack takes the next one. @default - free ports */
  readonly port?: number;
  /** The kubeconfig context that `kubernetes-local` is also deployed to. @default - the one named last, or none */
  readonly kubeContext?: string;
  /** Print progress and results as JSON. @default false */
  readonly json?: boolean;
}

/** `npm start`: deploys every AWS stack of `local` to the emulator, verifies the result, and leaves the emulator running. */
export async function start({ port, kubeContext, json }: StartOptions): Promise<void> {
  const begun = Date.now();
  const folder = ".local";
  if (kubeContext) rememberKubeContext(kubeContext, folder);
  preflight(folder);
  await ensureEmulatorInstalled(folder, () => printError("Installing the emulators from PyPI…"));
  const emulator = await startEmulator(folder, port);
  if (port !== undefined && port !== emulator.moto.port) {
    throw new UserError(
      `expected port ${port}, found the emulators running at port ${emulator.moto.port}: npm run local:down ends them`,
    );
  }
  const where = `moto at ${emulator.moto.endpoint}, MiniStack at ${emulator.ministack.endpoint}`;
  printError(`${where}, ${emulator.started ? "started" : "were running"}`);
  useEmulator(folder, emulator);
  await withSelection(localStacks(folder), async (selection) => {
    const results = await withProgress(json, (progress) =>
      deployStacks(selection.ids, { ...selection, progress, approve, adopt: true }),
    );
    if (results.some(({ error }) => error)) {
      finish(results, json);
      return;
    }
    printError("Verifying: a second plan of every stack, and its resources through the API");
    const evidence = await withProgress(json, (progress) => prove(results, selection.source, progress));
    if (json) {
      print(JSON.stringify({ type: "result", stacks: results, evidence }));
      return;
    }
    print(summary(results, evidence));
    print(`Done in ${duration((Date.now() - begun) / 1000)}. Still running: ${where}. Next:`);
    print(nextSteps);
  });
}
