/** Values of a Helm chart, as its `values.yaml` would hold them. Texts and numbers may be tokens; lists of tokens may not. */
export type ChartValues = Readonly<Record<string, unknown>>;

/** The upper values over the lower: maps by key, lists and scalars replace. */
export function mergeValues(lower: ChartValues, upper: ChartValues): ChartValues {
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) ? mergeValues(below, value) : value;
  }
  return merged;
}

/** As one document for Helm: JSON, which YAML contains. `${` and `%{` that no token wrote reach the chart as they stand. */
export function valuesDocument(values: ChartValues): string {
  return JSON.stringify(values).replace(/\$\{(?!TfToken\[)|%\{/g, (opening) => opening[0] + opening);
}

const isMap = (value: unknown): value is ChartValues =>
  typeof value === "object" && value !== null && !Array.isArray(value);
