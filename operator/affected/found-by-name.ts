import type { Block, StackJson } from "./files";

/** One thing that a stack makes under a name that others can know before it is made. */
export interface Named {
  readonly type: string;
  readonly key: string;
  readonly name: string;
  readonly block: Block;
}

/** The arguments that name a thing. */
const nameKeys = /^(name|bucket|domain|(\w+_)?(id|identifier|name))$/;

/** What keeps a DNS name: the same name in another zone is another. */
const zoneKeys = ["zone_id", "managed_zone", "zone_name"];

/** The names in a stack: of what it makes, of what it reads, and every text of its blocks by provider. */
export interface Names {
  readonly made: readonly Named[];
  readonly read: readonly Named[];
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The names of what a stack makes. */
export const madeIn = ({ resource = {} }: StackJson): Named[] => namedIn(resource);

export const namesOf = ({ resource = {}, data = {} }: StackJson): Names => ({
  made: madeIn({ resource }),
  read: namedIn(data),
  words: wordsOf([...Object.entries(resource), ...Object.entries(data)]),
});

/**
 * How a stack finds what another one of an environment makes: by a data source, by an ARN or a name in its own JSON, or because both answer
 * for one DNS name, as a primary and its secondary do. Nothing where it does not.
 */
export function findsByName(stack: Names, other: Pick<Names, "made">, environment: string): string | undefined {
  const read = other.made.find((one) => stack.read.some((data) => isSame(data, one)));
  if (read) return `reads its ${read.type} ${read.name}`;
  const records = other.made.filter(({ type, key }) => /_record(_set)?$/.test(type) && key === "name");
  const record = records.find((one) =>
    stack.made.some((own) => isSame(own, one) && isOneZone(own, one) && !isPrimary(own)),
  );
  if (record) return `answers for the same DNS name, ${record.name}`;
  // A name of the environment, such as shop-prod-artifacts: a word such as "api" is in every stack.
  const isOfEnvironment = new RegExp(`(^|[-/])${environment}([-/]|$)`);
  const named = other.made.find(
    ({ type, name }) =>
      name !== environment &&
      isOfEnvironment.test(name) &&
      stack.words.get(providerOf(type))?.has(name) &&
      !stack.made.some((own) => own.name === name),
  );
  return named && `names its ${named.type} ${named.name}`;
}

const isSame = (one: Named, other: Named) =>
  one.type === other.type && one.key === other.key && one.name === other.name;

const isOneZone = ({ block: one }: Named, { block: other }: Named) => zoneKeys.every((key) => one[key] === other[key]);

const isPrimary = ({ block }: Named) => JSON.stringify(block["failover_routing_policy"] ?? {}).includes('"PRIMARY"');

const providerOf = (type: string) => type.split("_", 1)[0] as string;

/** The literal names in blocks: one that holds a reference is known only once it is made, and one with `*` is a pattern of others. */
function namedIn(blocks: NonNullable<StackJson["resource"]>): Named[] {
  return Object.entries(blocks).flatMap(([type, byId]) =>
    Object.values(byId).flatMap((block) =>
      Object.entries(block).flatMap(([key, name]) =>
        nameKeys.test(key) && typeof name === "string" && name !== "" && !/\$\{|\*/.test(name)
          ? [{ type, key, name, block }]
          : [],
      ),
    ),
  );
}

/** By provider: every text, and what an ARN names. */
function wordsOf(blocks: readonly (readonly [string, unknown])[]): Map<string, Set<string>> {
  const words = new Map<string, Set<string>>();
  for (const [type, byId] of blocks) {
    const ofProvider = words.get(providerOf(type)) ?? new Set();
    words.set(providerOf(type), ofProvider);
    for (const text of textsIn(byId)) {
      ofProvider.add(text);
      if (text.startsWith("arn:")) for (const part of text.split(/[:/]/).slice(5)) ofProvider.add(part);
    }
  }
  return words;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  // A project of Google Cloud is no thing in it, and may be called as one.
  return Object.entries(value).flatMap(([key, inner]) => (/^project(_id)?$/.test(key) ? [] : textsIn(inner)));
}
