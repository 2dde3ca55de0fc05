import type { Names } from "../names";

/** The name of a part of the system within its namespace: `<name>-<part>`, e.g. `ai-prism-api` (document 003). */
export function applicationName(names: Names, part: string): string {
  return names.of("kubernetes_application", part);
}

/** The labels of every object. `app` is the application that it belongs to. */
export function labels(names: Names, app: string, extra: Readonly<Record<string, string>> = {}) {
  return {
    ...selector(names, app),
    "app.kubernetes.io/part-of": names.name,
    "app.kubernetes.io/managed-by": "terraform",
    environment: names.environment,
    ...extra,
  };
}

/** The labels that select the pods of `app`. A Deployment's selector cannot be changed, so these never change. */
export function selector(names: Names, app: string) {
  return { "app.kubernetes.io/name": app, "app.kubernetes.io/instance": names.environment };
}
