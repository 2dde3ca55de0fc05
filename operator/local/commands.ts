import { join } from "node:path";
import { profileOptions } from "../aws/profile";
import { finish, print, withProgress } from "../operations/command-output";
import { destroyStacks } from "../operations/destroy";
import { type Selection, withSelection } from "../operations/selection";
import { interrupt } from "../process/interrupt";
import { UserError } from "../process/user-error";
import { pluginEnvironment } from "../terraform/plugins";
import { readStackConfig } from "../terraform/stack-config";
import { emulatorStatus, resetEmulator, stopEmulator } from "./emulator";
import { emulatorEnvironment } from "./emulator-environment";
import { ministack, programs } from "./emulator-program";
import { forgetKubeContext, localStacks } from "./local-stacks";
import { approve } from "./start";
import { useEmulator } from "./use-emulator";

/** The operator's own folder. */
const folder = ".local";

/** `npm run local:status`: the emulator, and what is deployed to it. Exit code 1 when it does not run. */
export async function status(): Promise<void> {
  const emulator = await emulatorStatus(folder);
  if (!emulator.running) {
    print("The emulator does not run: npm start");
    process.exitCode = 1;
    return;
  }
  useEmulator(folder, emulator);
  for (const { name } of programs) {
    const { endpoint, pid, startedAt } = emulator[name];
    print(`${name} at ${endpoint}, process ${pid}, since ${startedAt}`);
  }
  const counts = new Map<string, number>();
  for (const { stack } of await taggedResources()) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  for (const [stack, count] of [...counts].sort()) print(`  ${stack}: ${count} tagged resources`);
  if (counts.size === 0) print("  nothing is deployed");
}

/** `npm run local:reset`: empties the emulator at once; the states vanish with what they describe. */
export async function reset(): Promise<void> {
  if (localStacks(folder).patterns.includes("kubernetes-local")) {
    throw new UserError("kubernetes-local would lose its state, not what it describes: npm run local:down destroys it");
  }
  await resetEmulator(folder);
  print("The emulator is empty: npm start deploys anew");
}

/** `npm run local:down`: destroys every stack, checks that nothing is left, also where a destroy failed, and stops the emulator. */
export async function down(): Promise<void> {
  const emulator = await emulatorStatus(folder);
  if (!emulator.running) {
    print("The emulator does not run: there is nothing to destroy");
    return;
  }
  useEmulator(folder, emulator);
  const results = await withSelection(localStacks(folder), async (selection) => {
    const ids = await stacksWithState(selection);
    return withProgress(false, (progress) => destroyStacks(ids, { ...selection, progress, approve }));
  });
  finish(results, false);
  if (interrupt.requested) return;
  const left = await taggedResources();
  if (left.length > 0) {
    const arns = left.map(({ arn }) => `  ${arn}`).join("\n");
    throw new UserError(`expected nothing left, found\n${arns}\nnpm run local:reset empties the emulator`);
  }
  if (results.some(({ error }) => error)) return;
  forgetKubeContext(folder);
  await stopEmulator(folder);
  print("Nothing is left; the emulator is stopped");
}

/** `npm run local:env`: lines for a shell that point AWS tools, cdktf among them, at the emulator and at the provider files that the operator uses. */
export async function env(): Promise<void> {
  const emulator = await emulatorStatus(folder);
  if (!emulator.running) throw new UserError("The emulator does not run: npm start");
  const variables = { ...emulatorEnvironment(folder, emulator), ...pluginEnvironment(folder) };
  for (const [name, value] of Object.entries(variables)) {
    print(value === undefined ? `unset ${name}` : `export ${name}='${value}'`);
  }
}

/** Without the state bucket, as after a reset, only the account stack can have a state: in a file. */
async function stacksWithState({ ids, source }: Selection): Promise<readonly string[]> {
  const { HeadBucketCommand, NotFound, S3Client } = await import("@aws-sdk/client-s3");
  const { bucket } = readStackConfig(join(source, "stacks", "account-local", "cdk.tf.json")).backend.settings;
  try {
    await new S3Client({ forcePathStyle: true }).send(new HeadBucketCommand({ Bucket: String(bucket) }));
    return ids;
  } catch (error) {
    if (error instanceof NotFound) return ids.filter((id) => id === "account-local");
    throw error;
  }
}

/** What carries our tags in both emulators, as AWS's tagging API tells. KMS keys that wait for their end, as they must, are not counted. */
async function taggedResources(): Promise<{ arn: string; stack: string }[]> {
  const { ResourceGroupsTaggingAPIClient, paginateGetResources } = await import(
    "@aws-sdk/client-resource-groups-tagging-api"
  );
  const TagFilters = [{ Key: "ManagedBy", Values: ["terraform"] }];
  const found: { arn: string; stack: string }[] = [];
  for (const profile of [undefined, ministack.name]) {
    const client = new ResourceGroupsTaggingAPIClient(profileOptions(profile));
    for await (const { ResourceTagMappingList = [] } of paginateGetResources({ client }, { TagFilters })) {
      for (const { ResourceARN: arn = "", Tags = [] } of ResourceTagMappingList) {
        const stack = Tags.find(({ Key }) => Key === "Stack")?.Value ?? "";
        if (!arn.includes(":kms:")) found.push({ arn, stack });
      }
    }
  }
  return found;
}
