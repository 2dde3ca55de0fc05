import { heldBy } from "../../errors/lock";
import { type HolderLife, holderLife } from "../../errors/lock-holder-life";
import type { StackView } from "../../preflight/look/stack-view";
import { shellWord } from "../../process/shell";
import { lockOf, type StateLock } from "../../terraform/state-lock";
import { environmentOf } from "../../terraform/state-place";
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
    const listed = table ? await inTable(place, table) : [];
    const infos = [...(await inBucket(place)), ...(listed ?? [])];
    const seen = infos.map(({ stack, info }) => lockSeen(stack.id, lockOf(info), at, place.emulated));
    // Without a state, the environment has no ground yet, which the stacks' own line says.
    if (!listed && (await place.states()).length > 0) seen.push(withoutTable(stacks, table));
    return seen.length > 0 ? seen : ok("no state is locked");
  });
}

interface Held {
  readonly stack: StackView;
  /** Terraform's own record of the lock. */
  readonly info: string;
}

function withoutTable(stacks: readonly string[], table: string | undefined): Seen {
  const [stack = ""] = stacks;
  const command = `npm run bootstrap -- ${environmentOf(stack, table)}`;
  return now("the lock table is not there, so that no state can be locked and nothing deployed", command);
}

/** The locks in the table; nothing where there is no table. */
async function inTable(place: BucketPlace, table: string): Promise<Held[] | undefined> {
  const { DynamoDBClient, BatchGetItemCommand } = await import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient(await place.options());
  const idOf = (stack: StackView) => `${place.bucket}/${keyOf(stack)}`;
  const found: Held[] = [];
  for (let first = 0; first < place.stacks.length; first += most) {
    const some = place.stacks.slice(first, first + most);
    const Keys = some.map((stack) => ({ LockID: { S: idOf(stack) } }));
    const answer = await client
      .send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }))
      .catch((error: Error) => {
        if (error.name === "ResourceNotFoundException") return undefined;
        throw error;
      });
    if (!answer) return undefined;
    const { Responses = {}, UnprocessedKeys = {} } = answer;
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
