import { join } from "node:path";
import { finish, print, printError, stoppable, withProgress } from "../operations/command-output";
import { destroyStacks } from "../operations/destroy";
import { type Selection, withSelection } from "../operations/selection";
import { interrupt } from "../process/interrupt";
import { sayIfLong } from "../process/patience";
import { UserError } from "../process/user-error";
import { pluginEnvironment } from "../terraform/plugins";
import { readStackConfig } from "../terraform/stack-config";
import { emulatorStatus, resetEmulator, stopEmulator } from "./emulator";
import { emulatorEnvironment, shellCommands } from "./emulator-environment";
import { programs } from "./emulator-program";
import { alone, refuseWhileBusy } from "./in-use";
import { forgetLocalStacks, localStacks, stackOnCluster } from "./local-stacks";
import { approve } from "./start";
import { taggedResources } from "./tagged-resources";
import { useEmulator } from "./use-emulator";

/** Options of the commands on the emulator. */
interface LocalOptions {
  /** Print results as JSON. */
  readonly json?: boolean;
}

/** The operator's own folder. */
const folder = ".local";

/** `npm run local:status`: prints the emulator and what is deployed to it. Exit code 1 if it does not run. */
export async function status(options: LocalOptions = {}): Promise<void> {
  await stoppable(() => show(options));
}

async function show({ json }: LocalOptions): Promise<void> {
  const emulator = await emulatorStatus(folder);
  if (!emulator.running) {
    print(json ? JSON.stringify({ running: false }) : "The emulator does not run: start it with npm start");
    process.exitCode = 1;
    return;
  }
  useEmulator(folder, emulator);
  if (!json)
    for (const { name } of programs) {
      const { endpoint, pid, startedAt } = emulator[name];
      print(`${name} at ${endpoint}, process ${pid}, since ${startedAt}`);
    }
  const counts = new Map<string, number>();
  for (const { stack } of await taggedResources()) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  if (json) {
    print(JSON.stringify({ ...emulator, stacks: Object.fromEntries([...counts].sort()) }));
    return;
  }
  for (const [stack, count] of [...counts].sort()) print(`  ${stack}: ${count} tagged resources`);
  if (counts.size === 0) print("  nothing is deployed");
}

/** `npm run local:reset`: empties the emulator at once; states and resources are gone. */
export async function reset(options: LocalOptions = {}): Promise<void> {
  await stoppable(() => alone(folder, "local:reset", () => emptyEmulator(options)));
}

async function emptyEmulator({ json }: LocalOptions): Promise<void> {
  refuseWhileBusy(folder);
  const [onCluster] = stackOnCluster(folder);
  if (onCluster) {
    throw new UserError(
      `${onCluster} is deployed: a reset would remove its state but not its objects; run npm run local:down, which destroys them`,
    );
  }
  await resetEmulator(folder);
  forgetLocalStacks(folder);
  print(json ? JSON.stringify({ type: "result", empty: true }) : "The emulator is empty: npm start deploys again");
}

/**
 * `npm run local:down`: destroys every stack, checks that nothing is left even if a destroy failed, and stops the emulator. A mistake in the
 * settings does not stop it: the stack is destroyed as it was built last.
 */
export async function down(options: LocalOptions = {}): Promise<void> {
  await stoppable(() => alone(folder, "local:down", () => destroyAll(options)));
}

async function destroyAll({ json }: LocalOptions): Promise<void> {
  refuseWhileBusy(folder);
  const emulator = await emulatorStatus(folder);
  if (!emulator.running) {
    print(json ? JSON.stringify({ type: "result", stacks: [] }) : "The emulator does not run: nothing to destroy");
    return;
  }
  useEmulator(folder, emulator);
  const results = await withSelection(
    { ...(await localStacks(folder)), asBuiltLast: { root: folder, say: printError } },
    async (selection) => {
      const ids = await stacksWithState(selection);
      return withProgress(json, (progress) =>
        destroyStacks(ids, { ...selection, progress, approve, again: () => "npm run local:down" }),
      );
    },
  );
  finish(results, json);
  if (interrupt.requested) return;
  const left = await sayIfLong("waiting for the list of what is left (Ctrl-C ends the wait)", () =>
    interrupt.orStop(
      taggedResources(),
      "stopped before it was seen whether anything is left: npm run local:down goes on",
    ),
  );
  if (left.length > 0) {
    const arns = left.map(({ arn }) => `  ${arn}`).join("\n");
    throw new UserError(`expected nothing left, found\n${arns}\nrun npm run local:reset, which empties the emulator`);
  }
  if (results.some(({ error }) => error)) return;
  forgetLocalStacks(folder);
  await stopEmulator(folder);
  if (!json) print("Nothing is left; the emulator is stopped");
}

/** `npm run local:env`: prints shell commands that point AWS tools and cdktf at the emulator and at the operator's provider files. */
export async function env({ json }: LocalOptions = {}): Promise<void> {
  const emulator = await stoppable(() => emulatorStatus(folder));
  if (!emulator.running) throw new UserError("The emulator does not run: start it with npm start");
  const variables = { ...emulatorEnvironment(folder, emulator), ...pluginEnvironment(folder) };
  print(json ? JSON.stringify(variables, (_, value) => value ?? null) : shellCommands(variables).join("\n"));
}

/** The stacks that can have a state. Without the state bucket, as after a reset, only the account stack can: in a file. */
async function stacksWithState({ ids, source }: Selection): Promise<readonly string[]> {
  const { HeadBucketCommand, NotFound, S3Client } = await import("@aws-sdk/client-s3");
  // Without it nothing was ever deployed from here: its settings have a mistake, and it was never built.
  if (!ids.includes("account-local")) return ids;
  const { bucket } = readStackConfig(join(source, "stacks", "account-local", "cdk.tf.json")).backend.settings;
  try {
    await new S3Client({ forcePathStyle: true }).send(new HeadBucketCommand({ Bucket: String(bucket) }));
    return ids;
  } catch (error) {
    if (error instanceof NotFound) return ids.filter((id) => id === "account-local");
    throw error;
  }
}
