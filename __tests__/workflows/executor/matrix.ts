/** One job of a matrix: `{ environment: "dev" }`. */
export type Combination = Readonly<Record<string, unknown>>;

/**
 * The jobs of `strategy.matrix`, as docs.github.com says ("Running variations of jobs in a workflow"): every combination of the lists, less those
 * that `exclude` matches; then each entry of `include` is added to every combination whose own values it does not change, and is a job of its own
 * where there is none. A list without values, or no job at all, is an error.
 */
export function combinations(matrix: unknown): readonly Combination[] {
  if (matrix === null || typeof matrix !== "object")
    throw new Error(`strategy.matrix is no map: ${JSON.stringify(matrix)}`);
  const { include = [], exclude = [], ...lists } = matrix as Record<string, unknown>;
  let made: Combination[] = Object.keys(lists).length === 0 ? [] : [{}];
  for (const [key, values] of Object.entries(lists)) {
    if (!Array.isArray(values)) throw new Error(`strategy.matrix: ${key} is no list: ${JSON.stringify(values)}`);
    if (values.length === 0) throw new Error(`Matrix vector '${key}' does not contain any values`);
    made = made.flatMap((combination) => values.map((value) => ({ ...combination, [key]: value })));
  }
  const excluded = exclude as readonly Combination[];
  const kept = made.filter((combination) => !excluded.some((entry) => agrees(combination, entry)));
  const result = kept.map((own) => ({ own, all: { ...own } as Record<string, unknown> }));
  for (const entry of include as readonly Combination[]) {
    const fitting = result.filter(({ own }) => kept.length > 0 && agrees(own, onlyKeys(entry, Object.keys(own))));
    for (const { all } of fitting) Object.assign(all, entry);
    if (fitting.length === 0) result.push({ own: {}, all: { ...entry } });
  }
  if (result.length === 0) throw new Error("Matrix must define at least one vector");
  return result.map(({ all }) => all);
}

const agrees = (combination: Combination, entry: Combination) =>
  Object.entries(entry).every(([key, value]) => JSON.stringify(combination[key]) === JSON.stringify(value));

const onlyKeys = (entry: Combination, keys: readonly string[]): Combination =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => keys.includes(key)));
