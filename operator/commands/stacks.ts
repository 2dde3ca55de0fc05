import { print } from "../operations/command-output";
import { references } from "../operations/selection";

/** Prints every stack, by environment. */
export async function stacks({ json }: { json?: boolean }): Promise<void> {
  const all = await references([]);
  const environments = [...new Set(all.map(({ environment }) => environment))];
  const idsIn = (name: string) => all.filter(({ environment }) => environment === name).map(({ id }) => id);
  if (json) print(JSON.stringify(Object.fromEntries(environments.map((name) => [name, idsIn(name)]))));
  else print(environments.map((name) => [`${name}:`, ...idsIn(name).map((id) => `  ${id}`)].join("\n")).join("\n"));
}
