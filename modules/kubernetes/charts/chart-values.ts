/** Values of a Helm chart, in the form of its `values.yaml`. Strings and numbers may be tokens; token lists may not. */
export type ChartValues = Readonly<Record<string, unknown>>;

/** Merges the upper values over the lower. Maps are merged by key; lists and scalars are replaced. */
export function mergeValues(lower: ChartValues, upper: ChartValues): ChartValues {
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) ? mergeValues(below, value) : value;
  }
  return merged;
}

/** The values as one JSON document, which Helm reads as YAML. A text means what it means in any argument of Terraform. */
export function valuesDocument(values: ChartValues): string {
  return JSON.stringify(values);
}

const isMap = (value: unknown): value is ChartValues =>
  typeof value === "object" && value !== null && !Array.isArray(value);
