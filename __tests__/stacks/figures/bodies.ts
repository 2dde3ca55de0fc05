import { resources, type StackJson, synthesizeAll } from "../synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of any resource.
type Body = any;

/** The arguments of a released stack's resources of a type whose addresses match, by the part of the address before its hash. */
export async function bodies(id: string, type: string, address = /./): Promise<Record<string, Body>> {
  const stack = (await synthesizeAll()).get(id) as StackJson;
  const found = resources(stack, type)
    .map(({ address: whole, body }): [string, Body] => [
      whole.slice(type.length + 1).replace(/_[0-9A-F]{8}$/, ""),
      body,
    ])
    .filter(([name]) => address.test(name));
  if (found.length === 0) throw new Error(`${id}: expected a ${type} whose address matches ${address}, found none`);
  return Object.fromEntries(found);
}

/** The arguments of the only one. */
export async function body(id: string, type: string, address = /./): Promise<Body> {
  const found = Object.values(await bodies(id, type, address));
  if (found.length > 1)
    throw new Error(`${id}: expected one ${type} whose address matches ${address}, found ${found.length}`);
  return found[0];
}
