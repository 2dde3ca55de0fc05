import type { ClientOptions } from "../client";

/** The attributes of a planned resource that the plan knows. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A resource that exists. */
export interface Existing {
  /** The id for `terraform import`. */
  readonly id: string;
  /** @default - the service does not show them, or the type has none */
  readonly tags?: Readonly<Record<string, string | undefined>>;
}

/** Looks for the resource that is in the way of a planned one. */
export interface Finder {
  /** The attributes that it is found by. */
  readonly by: readonly string[];
  find(planned: Attributes, options: ClientOptions): Promise<Existing | undefined>;
}

/** A look-up by attributes that the plan must know; without one of them nothing is found. */
export function finder<Name extends string>(
  by: readonly Name[],
  look: (known: Record<Name, string>, options: ClientOptions, planned: Attributes) => Promise<Existing | undefined>,
): Finder {
  return {
    by,
    find: async (planned, options) => {
      const isKnown = by.every((name) => planned[name] !== undefined && planned[name] !== null && planned[name] !== "");
      if (!isKnown) return undefined;
      const known = Object.fromEntries(by.map((name) => [name, String(planned[name])])) as Record<Name, string>;
      return look(known, options, planned);
    },
  };
}

/** What was found, if its id is there. */
export function existing(id: string | undefined, tags?: readonly Tag[] | Existing["tags"]): Existing | undefined {
  if (!id) return undefined;
  if (!Array.isArray(tags)) return { id, tags: tags as Existing["tags"] };
  const entries = (tags as readonly Tag[]).map(({ Key, Value, TagKey, TagValue }) => [
    Key ?? TagKey,
    Value ?? TagValue,
  ]);
  return { id, tags: Object.fromEntries(entries) };
}

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
  readonly TagKey?: string;
  readonly TagValue?: string;
}

/** The first item of a list with pages for which something holds. */
export async function firstOf<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
  matches: (item: Item) => boolean,
): Promise<Item | undefined> {
  for await (const page of pages) {
    const found = items(page)?.find(matches);
    if (found) return found;
  }
  return undefined;
}
