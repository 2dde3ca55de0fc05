import * as z from "zod";
import type { Node, ObjectNode } from "../hcl/node";
import { unwrapped } from "../schema-walk";
import { isThere, nodeAt } from "./merge";

/**
 * Leaves out what an environment's defaults would bring into being: an optional block of the platform, such as `cache`, and an entry of a
 * map of blocks, such as a component, that no layer of the system sets.
 */
export function withoutUnusedDefaults(
  defaults: ObjectNode,
  schema: z.ZodObject,
  above: readonly ObjectNode[],
): ObjectNode {
  return filtered(defaults, schema, [], (path) => above.some((layer) => isThere(nodeAt(layer, path))));
}

function filtered(
  node: ObjectNode,
  schema: z.core.$ZodType,
  path: readonly string[],
  isUsed: (path: readonly string[]) => boolean,
): ObjectNode {
  const entries = [...node.entries].flatMap(([key, child]): [string, Node][] => {
    if (child.kind !== "object") return [[key, child]];
    const here = [...path, key];
    const { part, isOptional } = partOf(schema, key, path.length === 0);
    if (isOptional && !isUsed(here)) return [];
    return [[key, part ? filtered(child, part, here, isUsed) : child]];
  });
  return { ...node, entries: new Map(entries) };
}

/** The schema of a key, and whether it is a part that may be missing. */
function partOf(schema: z.core.$ZodType, key: string, isTop: boolean): { part?: z.core.$ZodType; isOptional: boolean } {
  if (schema instanceof z.ZodObject) {
    const own: z.core.$ZodType | undefined = schema.shape[key];
    if (!own) return { isOptional: false };
    return { part: unwrapped(own), isOptional: isTop && own instanceof z.ZodOptional };
  }
  if (schema instanceof z.ZodRecord) {
    const part = unwrapped(schema.valueType);
    return { part, isOptional: part instanceof z.ZodObject };
  }
  return { isOptional: false };
}
