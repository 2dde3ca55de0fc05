import type { Names } from "../names";

/** The name of a part of the system within its namespace: `<system>-<part>`, e.g. `ai-prism-api` (document 003). */
export function applicationName(names: Names, part: string): string {
  const name = `${names.system}-${part}`;
  // The name of a Service is a DNS label, and Flagger adds "-primary" or "-canary" to it.
  const longest = 63 - "-primary".length;
  if (name.length > longest || !/^[a-z][a-z0-9-]*[a-z0-9]$/.test(name)) {
    throw new Error(`name "${name}": expected at most ${longest} of a-z, 0-9 and inner hyphens, found ${name.length}`);
  }
  return name;
}

/** The labels of every object. `app` is the application that it belongs to. */
export function labels(names: Names, app: string, extra: Readonly<Record<string, string>> = {}) {
  return {
    ...selector(names, app),
    "app.kubernetes.io/part-of": names.system,
    "app.kubernetes.io/managed-by": "terraform",
    environment: names.environment,
    ...extra,
  };
}

/** The labels that select the pods of `app`. A Deployment's selector cannot be changed, so these never change. */
export function selector(names: Names, app: string) {
  return { "app.kubernetes.io/name": app, "app.kubernetes.io/instance": names.environment };
}
