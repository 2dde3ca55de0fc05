import { resolve } from "node:path";
import { shellQuote, shellWord } from "../process/shell";
import type { TerraformError } from "../terraform/diagnostics";
import type { Workspace } from "../terraform/workspace";
import { type S3Place, type StateVersion, type StateVersions, s3Place, stateVersions } from "./state-versions";

/** What Terraform says of a state in S3 that it does not take. */
export interface WrongState {
  /** The checksum of the state that was saved last; nothing if the lock table has none. */
  readonly checksum?: string;
}

/** Whether an error is that the object in the bucket is not the state that was saved last. */
export function wrongStateIn({ diagnostics }: TerraformError): WrongState | undefined {
  const text = diagnostics.map(({ summary, detail }) => `${summary}\n${detail ?? ""}`).join("\n");
  if (/Unsupported state file format/.test(text)) return {};
  if (!/state data in S3 does not have the expected content/.test(text)) return undefined;
  const checksum = /Stored checksum:\s*([0-9a-f]{32})/.exec(text)?.[1];
  return checksum ? { checksum } : {};
}

/** What is wrong with the object of a state, and the command that puts it right. The versions of the bucket are looked up. */
export async function wrongStateText(workspace: Workspace, wrong: WrongState): Promise<string> {
  const place = s3Place(workspace);
  const commands = repairs(place, workspace);
  try {
    return stateText(workspace.id, place, wrong, await stateVersions(place, wrong.checksum), commands);
  } catch (error) {
    return [
      `${head(workspace.id, place)} is not the one that was saved last${checksumText(wrong)}. Nothing was changed.`,
      `Its versions could not be read (${(error as Error).message}). With the rights to do so:`,
      `  ${commands.list}`,
      `${more} says how the right one is put back. ${keep}`,
    ].join("\n");
  }
}

/** Commands of the AWS CLI. */
export interface Repairs {
  readonly list: string;
  /** Makes a version the one that is read. */
  readonly putBack: (version: StateVersion) => string;
  /** Makes a version the one that the lock table expects. */
  readonly expect: (version: StateVersion) => string;
}

const more = "docs/operations.md (Repairing the state)";
const keep = "Do not change the checksum in the lock table: only it shows that the state is wrong.";

/** The text for what was found. */
export function stateText(
  id: string,
  place: S3Place,
  { checksum }: WrongState,
  { now, earlier }: StateVersions,
  { putBack, expect }: Repairs,
): string {
  const states = [...(now ? [now] : []), ...earlier].filter(({ state }) => state);
  const right = checksum ? states.find(({ md5 }) => md5 === checksum) : earlier.find(({ state }) => state);
  const first = `${head(id, place)} is not the one that was saved last${checksumText({ ...(checksum && { checksum }) })}, found ${foundText(now, right)}. Nothing was changed.`;
  if (right && isNewer(now, right)) {
    return [
      first,
      `It is newer than the checksum, as when Terraform is ended after it has saved the state and before it has saved the checksum. To take it:`,
      `  ${expect(now as StateVersion)}`,
    ].join("\n");
  }
  if (right)
    return [
      first,
      `The right one is there as ${versionText(right)}. To put it back:`,
      `  ${putBack(right)}`,
      keep,
    ].join("\n");
  const [newest] = states;
  if (!newest) return `${first}\nNo version in the bucket is a state: see ${more}.`;
  const steps = newest === now ? [expect(newest)] : [putBack(newest), expect(newest)];
  return [
    first,
    `No version in the bucket has the checksum. The newest that is a state: ${versionText(newest)}. See that it is one of ${id}; then, to take it:`,
    ...steps.map((step) => `  ${step}`),
    `What was deployed after it is not in it: see ${more}.`,
  ].join("\n");
}

/** The commands for a state, with the region, profile and owner of its backend. */
export function repairs(place: S3Place, { env, root }: Pick<Workspace, "env" | "root">): Repairs {
  const { bucket, key, region, allowed_account_ids = [], dynamodb_table = "" } = place;
  const common = `--region ${region}`;
  const [account] = allowed_account_ids;
  const owner = account ? ` --expected-bucket-owner ${account}` : "";
  const object = `--bucket ${bucket} --key ${shellWord(key)}${owner} ${common}`;
  const isEmulator = env["AWS_CONFIG_FILE"] === resolve(root, "aws-config");
  const aws = (command: string) =>
    isEmulator ? `(eval "$(npm run --silent local:env)"; aws ${command})` : `aws ${command}`;
  const checksum = (md5: string) => JSON.stringify({ LockID: { S: `${bucket}/${key}-md5` }, Digest: { S: md5 } });
  return {
    list: aws(`s3api list-object-versions --bucket ${bucket} --prefix ${shellWord(key)}${owner} ${common}`),
    putBack: ({ versionId }) =>
      aws(`s3api copy-object ${object} --copy-source ${shellQuote(`${bucket}/${key}?versionId=${versionId}`)}`),
    expect: ({ md5 }) =>
      aws(`dynamodb put-item --table-name ${dynamodb_table} --item ${shellQuote(checksum(md5))} ${common}`),
  };
}

const head = (id: string, { bucket, key }: S3Place) => `${id}: the state in the bucket ${bucket} (key ${key})`;

function checksumText({ checksum }: WrongState): string {
  return checksum ? `: expected the checksum ${checksum}` : ": expected a state";
}

function foundText(now: StateVersion | undefined, right: StateVersion | undefined): string {
  if (!now) return "no object: it was deleted";
  const { text, state } = now;
  const size = `${Buffer.byteLength(text)} bytes`;
  if (!state) return right?.text.startsWith(text) ? `the first ${size} of it` : `${size} that are no state`;
  const what = `serial ${state.serial}, ${state.resources} resources`;
  if (!right?.state) return `a state (${what})`;
  if (right.state.lineage !== state.lineage)
    return `a state of another origin, such as another stack's (${what}, lineage ${state.lineage})`;
  if (state.serial < right.state.serial) return `an older one (${what})`;
  return isNewer(now, right) ? `a newer one (${what})` : `one that was edited (${what})`;
}

function isNewer(now: StateVersion | undefined, right: StateVersion): boolean {
  if (!now?.state || !right.state) return false;
  return now.state.lineage === right.state.lineage && now.state.serial > right.state.serial;
}

function versionText({ versionId, saved, state }: StateVersion): string {
  return `version ${versionId} of ${saved.toISOString()} (serial ${state?.serial}, ${state?.resources} resources)`;
}
