import { resources, type StackJson } from "../stacks/synthesized";
import type { Body } from "./rule";

/** Resources, data sources and locals by address. */
export function nodesOf(stack: StackJson): Map<string, Body> {
  const data = Object.entries(stack.data ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => [`data.${type}.${name}`, body] as const),
  );
  const locals = Object.entries(stack.locals ?? {}).map(([name, value]) => [`local.${name}`, value] as const);
  return new Map([...resources(stack).map(({ address, body }) => [address, body] as const), ...data, ...locals]);
}

/** Everything on which a resource waits, directly or through others. */
export function reachedFrom(address: string, nodes: ReadonlyMap<string, Body>): Set<string> {
  const reached = new Set<string>();
  const waiting = [address];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [reference] of JSON.stringify(nodes.get(next) ?? null).matchAll(
      /\b(?:data\.)?[a-z][a-z0-9]*(?:_\w+)?\.[\w-]+/g,
    )) {
      if (reached.has(reference) || !nodes.has(reference)) continue;
      reached.add(reference);
      waiting.push(reference);
    }
  }
  return reached;
}
