import { Fn, Token } from "cdktf";

/** A port as text for an environment variable. The port of a resource is a number that only Terraform knows. */
export function portText(port: number): string {
  return Token.isUnresolved(port) ? Fn.tostring(port) : String(port);
}

/** Environment variables from items by name: `{ "test-results": x }` becomes `{ TEST_RESULTS_<suffix>: value(x) }`. */
export function byVariable<T>(
  items: Readonly<Record<string, T>> = {},
  suffix: string,
  value: (item: T) => string,
): Record<string, string> {
  const name = (key: string) => `${key.toUpperCase().replaceAll("-", "_")}_${suffix}`;
  return Object.fromEntries(Object.entries(items).map(([key, item]) => [name(key), value(item)]));
}
