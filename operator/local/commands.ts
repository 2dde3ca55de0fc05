import { destroyStacks } from "../destroy";
import { withStacks } from "../selection";
import { finish, print, withProgress } from "../session";
import { UserError } from "../user-error";
import { emulatorStatus, resetEmulator, stopEmulator } from "./emulator";
import { emulatorEnvironment } from "./emulator-environment";
import { approve, localStacks } from "./start";
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
  useEmulator(emulator);
  print(`Emulator at ${emulator.endpoint}, process ${emulator.pid}, since ${emulator.startedAt}`);
  const counts = new Map<string, number>();
  for (const { stack } of await taggedResources()) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  for (const [stack, count] of [...counts].sort()) print(`  ${stack}: ${count} tagged resources`);
  if (counts.size === 0) print("  nothing is deployed");
}

/** `npm run local:reset`: empties the emulator at once; the states vanish with what they describe. */
export async function reset(): Promise<void> {
  await resetEmulator(folder);
  print("The emulator is empty: npm start deploys anew");
}

/** `npm run local:down`: destroys every stack, checks that nothing is left, and stops the emulator. */
export async function down(): Promise<void> {
  const emulator = await emulatorStatus(folder);
  if (!emulator.running) {
    print("The emulator does not run: there is nothing to destroy");
    return;
  }
  useEmulator(emulator);
  const results = await withStacks(localStacks, (selection) =>
    withProgress(false, (progress) => destroyStacks(selection.ids, { ...selection, progress, approve })),
  );
  finish(results, false);
  if (results.some(({ error }) => error)) return;
  const left = await taggedResources();
  if (left.length > 0)
    throw new UserError(`expected nothing left, found\n${left.map(({ arn }) => `  ${arn}`).join("\n")}`);
  await stopEmulator(folder);
  print("Nothing is left; the emulator is stopped");
}

/** `npm run local:env`: lines for a shell that point AWS tools, cdktf among them, at the emulator. */
export async function env(): Promise<void> {
  const emulator = await emulatorStatus(folder);
  if (!emulator.running) throw new UserError("The emulator does not run: npm start");
  for (const [name, value] of Object.entries(emulatorEnvironment(emulator.endpoint))) {
    print(value === undefined ? `unset ${name}` : `export ${name}='${value}'`);
  }
}

/** What carries our tags, as AWS's tagging API tells. KMS keys that wait for their end, as they must, are not counted. */
async function taggedResources(): Promise<{ arn: string; stack: string }[]> {
  const { ResourceGroupsTaggingAPIClient, paginateGetResources } = await import(
    "@aws-sdk/client-resource-groups-tagging-api"
  );
  const client = new ResourceGroupsTaggingAPIClient({});
  const TagFilters = [{ Key: "ManagedBy", Values: ["terraform"] }];
  const found: { arn: string; stack: string }[] = [];
  for await (const { ResourceTagMappingList = [] } of paginateGetResources({ client }, { TagFilters })) {
    for (const { ResourceARN: arn = "", Tags = [] } of ResourceTagMappingList) {
      const stack = Tags.find(({ Key }) => Key === "Stack")?.Value ?? "";
      if (!arn.includes(":kms:")) found.push({ arn, stack });
    }
  }
  return found;
}
