import { shellWord } from "../../process/shell";
import { count, due, none, ok, type Seen, type StatusFinding, timeText } from "../finding";
import { resourcesIn } from "./deployed";
import type { BucketPlace, StateObject } from "./state-place";

/** States in a bucket that no file of the project names any more: what they deployed still runs, and costs. @param known ids of the project's stacks, if they are all known */
export function foreignFindings(place: BucketPlace, known: readonly string[] | undefined): Promise<StatusFinding[]> {
  const stacks = place.stacks.map(({ id }) => id);
  return place.ask({ topic: "states", stacks, subject: `bucket ${place.bucket}` }, async () => {
    if (!known) return none("not compared: a file of the project cannot be read");
    const states = await place.states();
    const foreign = states.filter(({ key }) => !known.includes(key));
    if (foreign.length === 0) return ok(`${count(states.length, "state")}, each of a stack of the project`);
    return Promise.all(foreign.map((object) => seen(place, object)));
  });
}

async function seen(place: BucketPlace, { key, saved }: StateObject): Promise<Seen> {
  const text = await place.read(key).catch(() => undefined);
  const resources = text === undefined ? undefined : resourcesIn(text);
  const at = { subject: key, ...(saved && { since: saved.toISOString() }) };
  const last = `saved last ${saved ? timeText(saved) : "at an unknown time"}${text === undefined ? "" : makerText(text)}`;
  const object = `--bucket ${place.bucket} --key ${shellWord(key)}`;
  if (text === undefined)
    return due(
      `no stack of the project has this state, and it cannot be read; ${last}`,
      place.command(`s3api head-object ${object}`),
      at,
    );
  if (resources === undefined)
    return due(
      `it is no state, and no stack of the project has this name; ${last}`,
      place.command(`s3api head-object ${object}`),
      at,
    );
  if (resources === 0)
    return due(`an empty state of no stack of the project; ${last}`, deletion(place, key, object), at);
  const what = `no file of the project names this stack, and its state has ${count(resources, "resource")}`;
  const todo = "Put its block back as it was, then destroy it";
  return due(`${what}; ${last}. ${todo}`, `npm run destroy -- ${shellWord(key)}`, at);
}

/** Deletes a state with its checksum in the lock table, which goes first: one that is left refuses the next state of this name. */
function deletion(place: BucketPlace, key: string, object: string): string {
  const item = JSON.stringify({ LockID: { S: `${place.bucket}/${key}-md5` } });
  const sum = place.table && `dynamodb delete-item --table-name ${place.table} --key ${shellWord(item)}`;
  return [...(sum ? [sum] : []), `s3api delete-object ${object}`].map((words) => place.command(words)).join(" && ");
}

/**
 * Who made what is in a state: the tags of its resources, and the version of Terraform. Who saved it is a tag of the object's version, which
 * is not read here.
 */
function makerText(text: string): string {
  const tags = { System: tag(text, "System"), Owner: tag(text, "Owner"), Environment: tag(text, "Environment") };
  const version = /"terraform_version":\s*"([^"]+)"/.exec(text)?.[1];
  const parts = Object.entries(tags).flatMap(([name, value]) => (value ? [`${name} ${value}`] : []));
  return [...parts, ...(version ? [`Terraform ${version}`] : [])].map((part) => `, ${part}`).join("");
}

const tag = (text: string, name: string): string | undefined =>
  new RegExp(`"tags_all":\\s*\\{[^{}]*"${name}":\\s*"([\\w .@-]+)"`).exec(text)?.[1];
