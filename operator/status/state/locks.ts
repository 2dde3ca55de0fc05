import { heldBy } from "../../errors/lock";
import { type HolderLife, holderLife } from "../../errors/lock-holder-life";
import type { StackView } from "../../preflight/look/stack-view";
import { shellWord } from "../../process/shell";
import { lockOf, type StateLock } from "../../terraform/state-lock";
import { now, ok, type Seen, type StatusFinding } from "../finding";
import { type BucketPlace, keyOf } from "./state-place";

/** A lock whose holder cannot be seen from here counts as left behind after this time, in minutes: no deploy takes longer without a word. */
const longMinutes = 60;
/** DynamoDB's limit of items in one request (API reference of BatchGetItem). */
const most = 100;

/** Who holds the locks of states, since when, and whether the holder is still there. */
export async function lockFindings(place: BucketPlace, at = new Date()): Promise<StatusFinding[]> {
  const { table, bucket } = place;
  const stacks = place.stacks.map(({ id }) => id);
  const subject = table ? `table ${table}` : `bucket ${bucket}`;
  return place.ask({ topic: "locks", stacks, subject }, async () => {
    const infos = [...(await inBucket(place)), ...(table ? await inTable(place, table) : [])];
    if (infos.length === 0) return ok("no state is locked");
    return infos.map(({ stack, info }) => lockSeen(stack.id, lockOf(info), at, place.emulated));
  });
}

interface Held {
  readonly stack: StackView;
  /** Terraform's own record of the lock. */
  readonly info: string;
}

async function inTable(place: BucketPlace, table: string): Promise<Held[]> {
  const { DynamoDBClient, BatchGetItemCommand } = await import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient(await place.options());
  const idOf = (stack: StackView) => `${place.bucket}/${keyOf(stack)}`;
  const found: Held[] = [];
  for (let first = 0; first < place.stacks.length; first += most) {
    const some = place.stacks.slice(first, first + most);
    const Keys = some.map((stack) => ({ LockID: { S: idOf(stack) } }));
    const { Responses = {}, UnprocessedKeys = {} } = await client
      .send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }))
      .catch((error: Error) => {
        // The environment has no ground yet, which the stacks' own line says.
        if (error.name === "ResourceNotFoundException") return { Responses: {}, UnprocessedKeys: {} };
        throw error;
      });
    if (Object.keys(UnprocessedKeys).length > 0) throw new Error("DynamoDB has too much to do to say all locks");
    for (const { LockID, Info } of Responses[table] ?? []) {
      const stack = some.find((of) => idOf(of) === LockID?.S);
      if (stack) found.push({ stack, info: Info?.S ?? "" });
    }
  }
  return found;
}

/** Terraform's locks in the bucket itself (`use_lockfile`). */
async function inBucket(place: BucketPlace): Promise<Held[]> {
  const objects = (await place.objects()) ?? [];
  const held = place.stacks.filter((stack) => objects.some(({ key }) => key === `${keyOf(stack)}.tflock`));
  return Promise.all(held.map(async (stack) => ({ stack, info: await place.read(`${keyOf(stack)}.tflock`) })));
}

function lockSeen(stack: string, lock: StateLock, at: Date, isEmulated: boolean): Seen {
  const since = Number.isNaN(lock.created.getTime()) ? {} : { since: lock.created.toISOString() };
  const more = { subject: stack, stacks: [stack], ...since };
  const life = holderLife(stack, lock.who, { isEmulated });
  const text = heldBy(lock, at);
  if (life.is === "alive") return ok(`${text}; it is alive, ${life.who}`, more);
  const free = lock.id ? `npm run unlock -- ${stack} --id ${shellWord(lock.id)}` : `npm run unlock -- ${stack}`;
  const minutes = (at.getTime() - lock.created.getTime()) / 60_000;
  if (life.is === "unseen" && minutes < longMinutes) return ok(`${text}; ${life.why}`, more);
  return now(`${text}; ${goneText(life)}`, free, more);
}

function goneText(life: HolderLife): string {
  if (life.is === "gone") return "nothing on this machine works on it any more";
  return `whether it is alive cannot be seen from here (${life.is === "unseen" ? life.why : ""}): look there first`;
}
