/** What is known of some changes, and how a text is built with them. */
export interface Experiment<T> {
  /** Changes that are valid all together, and in any selection. */
  readonly together: readonly T[];
  /** Changes that are valid, but not with all of the others. */
  readonly alone: readonly T[];
  /** Whether the change is thought to leave the text as it is; that is tried for all of them in one build. */
  readonly isExpected: (change: T) => boolean;
  /** The JSON text with these changes; undefined where the stack refuses them. */
  readonly build: (changes: readonly T[]) => Promise<string | undefined>;
}

/**
 * The changes that leave the text as it is, found with few builds. Each change is made in a selection of the builds of its own. A
 * line of the JSON that is new in exactly these builds, or missing in exactly these, comes from that change. A change without
 * such a line is built alone.
 */
export async function silentChanges<T>({ together, alone, isExpected, build }: Experiment<T>): Promise<T[]> {
  const plain = await build([]);
  if (plain === undefined) throw new Error("the stack refuses its settings before any change");
  const builds = together.length > 50 ? 14 : 10;
  const all = selections(builds);
  const codes = new Map(together.map((change, index) => [change, all[(index * stride) % all.length] ?? 0]));
  const texts: (string | undefined)[] = [];
  for (let bit = 0; bit < builds; bit++) {
    texts.push(await build(together.filter((change) => (codes.get(change) ?? 0) & (1 << bit))));
  }
  const effective = texts.includes(undefined) ? new Set<number>() : selectionsOfLines(plain, texts as string[]);
  const unclear = [...alone, ...together.filter((change) => !effective.has(codes.get(change) ?? 0))];

  const expected = unclear.filter(isExpected);
  const areSilent = (await build(expected)) === plain;
  const silent = areSilent ? expected : [];
  for (const change of areSilent ? unclear.filter((one) => !isExpected(one)) : unclear) {
    if ((await build([change])) === plain) silent.push(change);
  }
  return silent;
}

/**
 * The builds in which a change may be made, as bits: fewer than half of them, and never all those of another selection. There are
 * far more of them than changes, so that a line with several causes hits one in use only by chance.
 */
function selections(builds: number): number[] {
  const ones = (bits: number): number => (bits === 0 ? 0 : (bits & 1) + ones(bits >> 1));
  return Array.from({ length: 1 << builds }, (_, bits) => bits).filter((bits) => ones(bits) === builds / 2 - 1);
}

/** A prime number that does not divide the number of selections: a walk in such steps visits all of them, far from each other. */
const stride = 101;

/** In which builds, as bits, each line is new or missing. */
function selectionsOfLines(plain: string, texts: readonly string[]): Set<number> {
  const before = lines(plain);
  const present = new Map<string, number>([...before].map((line) => [line, 0]));
  texts.forEach((text, bit) => {
    for (const line of lines(text)) present.set(line, (present.get(line) ?? 0) | (1 << bit));
  });
  const all = (1 << texts.length) - 1;
  return new Set([...present].map(([line, bits]) => (before.has(line) ? all & ~bits : bits)));
}

/** The values of a JSON text with their paths, without positions in lists; long texts in pieces, such as JSON within JSON. */
function lines(text: string): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, `${path}[]`);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, part] of Object.entries(value)) visit(part, `${path}.${key}`);
    } else if (typeof value === "string" && value.length > 60) {
      for (const piece of value.split(/[,;{}[\]\n]|\\n/)) found.add(`${path} ${piece}`);
    } else {
      found.add(`${path} ${value}`);
    }
  };
  visit(JSON.parse(text), "");
  return found;
}
