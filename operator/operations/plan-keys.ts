import { createHash } from "node:crypto";
import { join } from "node:path";
import { fromOwnState, keyVariable, type StateKey } from "../handover/key";
import { UserError } from "../process/user-error";
import { readStackConfig } from "../terraform/stack-config";
import { readProject } from "./selection";

/** Reads the state of another stack from the bucket of a backend; nothing where there is none to read. */
type ReadState = (backend: Readonly<Record<string, unknown>>, key: string) => Promise<string | undefined>;

/**
 * The key of each stack's plan: the one that was given, or one that is made from the state of the environment's account. That state is in the
 * bucket of every state of the environment, who plans and who applies read it, and it holds ids that no one can guess; so a plan opens for who
 * may read the states, and no key is stored. A deploy of the account in between makes another key: the plan does not open and is made again.
 * With {@link fromOwnState} it is the stack's own state: such a plan opens for who may read that one, and would be stale once it has changed.
 * @param source folder with `stacks/<id>` of each stack
 * @param read a test's
 * @throws {UserError} where the state is in HCP Terraform, or there is none that can be read
 */
export async function keysOf(
  key: Buffer | StateKey,
  ids: readonly string[],
  source: string,
  read: ReadState = fromBucket,
): Promise<(id: string) => Buffer> {
  if (typeof key !== "string") return () => key;
  const { stacks } = await readProject();
  const made = new Map<string, Buffer>();
  // The stacks of an environment have one account, whose state is read once.
  const texts = new Map<string, string | undefined>();
  for (const id of ids) {
    const { type, settings } = readStackConfig(join(source, "stacks", id, "cdk.tf.json")).backend;
    const environment = stacks.find((stack) => stack.id === id)?.environment;
    if (type !== "s3" || environment === undefined) {
      throw new UserError(
        `${id}: ${keyVariable}=${key} expects a state in S3, found the backend ${type}: give both jobs a key of their own as a secret`,
      );
    }
    const backend = settings as Readonly<Record<string, unknown>>;
    const owner = key === fromOwnState ? id : `account-${environment}`;
    const place = `${backend["bucket"]}/${owner}`;
    if (!texts.has(place)) texts.set(place, await read(backend, owner));
    const text = texts.get(place);
    if (!text?.includes('"lineage"')) {
      const first =
        key === fromOwnState ? "a person deploys the stack first" : `run \`npm run bootstrap -- ${environment}\``;
      throw new UserError(
        `${id}: ${keyVariable}=${key} expects the state ${owner} in the bucket ${backend["bucket"]}, found none that can be ` +
          `read: ${first}, and give this identity the right s3:GetObject there`,
      );
    }
    made.set(id, keyFrom(text));
  }
  return (id) => made.get(id) as Buffer;
}

/** Loaded late: it loads the AWS SDK. */
const fromBucket: ReadState = async (backend, key) => (await import("../states/read-state.js")).readState(backend, key);

/** A key from a text that only some may read. Each file has another one that is derived from it (operator/handover/sealed.ts). */
const keyFrom = (text: string): Buffer => createHash("sha256").update(`multicloud-stacks plan key\n${text}`).digest();
