import { isNull, type Node, type ObjectNode } from "../hcl/node";
import { blockName, type SettingsSchema } from "../rule";

/** Objects merge by key; anything else replaces what was there. An object of another `kind` replaces too: its keys are others. */
function merge(lower: Node | undefined, upper: Node): Node {
  // What a refused value would have left of the other is unknown.
  if (lower?.kind === "refused" && upper.kind === "object") return lower;
  if (lower?.kind !== "object" || upper.kind !== "object") return upper;
  const [before, after] = [lower, upper].map((node) => node.entries.get("kind"));
  const isOther = before?.kind === "scalar" && after?.kind === "scalar" && before.value !== after.value;
  return isOther ? upper : mergeObjects(lower, upper);
}

export function mergeObjects(lower: ObjectNode, upper: ObjectNode): ObjectNode {
  const entries = new Map(lower.entries);
  for (const [key, node] of upper.entries) {
    entries.set(key, merge(entries.get(key), node));
  }
  return { kind: "object", place: upper.place, entries };
}

/** What one file says about a platform: the shared keys that the platform knows, and the platform's block over them. */
export function lift({ shared, platforms }: SettingsSchema, platform: string, file: ObjectNode): ObjectNode {
  const keys = Object.keys(platforms[platform].schema.shape);
  const entries = [...file.entries].filter(([key]) => Object.hasOwn(shared, key) && keys.includes(key));
  const sharedKeys: ObjectNode = { ...file, entries: new Map(entries) };
  const block = readableBlock(file.entries.get(blockName(platform)), keys);
  return block?.kind === "object" ? mergeObjects(sharedKeys, block) : sharedKeys;
}

/** A refused block may have set any key: each counts as refused. */
function readableBlock(block: Node | undefined, keys: readonly string[]): Node | undefined {
  if (block?.kind !== "refused") return block;
  return { kind: "object", place: block.place, entries: new Map(keys.map((key) => [key, block])) };
}

/** The node at a path of keys, where each is set to an object on the way. */
export function nodeAt(node: Node | undefined, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((at, key) => (at?.kind === "object" ? at.entries.get(key) : undefined), node);
}

/** Whether a file sets a part: null takes it away. */
export function isThere(node: Node | undefined): boolean {
  return node !== undefined && !isNull(node);
}
