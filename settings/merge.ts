import { type Node, type ObjectNode, type Place, plainValue } from "./hcl/node";
import { blockName, type SettingsSchema } from "./rule";

/** The settings of one platform in one environment, not yet checked. Every node keeps the place that set it. */
export interface Effective {
  readonly root: ObjectNode;
  /** Where a key that is missing at the top would be written. */
  placeOfMissing(key: string): Place;
}

/** Objects merge by key; anything else replaces what was there. */
function merge(lower: Node | undefined, upper: Node): Node {
  return lower?.kind === "object" && upper.kind === "object" ? mergeObjects(lower, upper) : upper;
}

function mergeObjects(lower: ObjectNode, upper: ObjectNode): ObjectNode {
  const entries = new Map(lower.entries);
  for (const [key, node] of upper.entries) {
    entries.set(key, merge(entries.get(key), node));
  }
  return { kind: "object", place: upper.place, entries };
}

/**
 * Merges files, later ones over earlier ones; then takes the shared keys that the platform knows and merges the
 * platform's block over them. Blocks of other platforms are left out.
 */
export function mergeFiles(
  { shared, platforms }: SettingsSchema,
  platform: string,
  environment: string,
  files: readonly ObjectNode[],
  environmentPlace: Place,
): Effective {
  const merged = files.reduce(mergeObjects);
  const block = blockName(platform);
  const known = platforms[platform].schema.shape;
  const blockNode = readableBlock(merged.entries.get(block), Object.keys(known));
  const entries = new Map(
    [...merged.entries].filter(([key]) => Object.hasOwn(shared, key) && Object.hasOwn(known, key)),
  );
  const sharedRoot: ObjectNode = { kind: "object", place: environmentPlace, entries };
  const root = blockNode?.kind === "object" ? mergeObjects(sharedRoot, blockNode) : sharedRoot;
  const place = { ...environmentPlace, path: ["environment"] };
  const environmentNode: Node = { kind: "scalar", place, value: environment };
  return {
    root: { ...root, entries: new Map([["environment", environmentNode], ...root.entries]) },
    placeOfMissing: (key) =>
      Object.hasOwn(shared, key) ? environmentPlace : (blockNode?.place ?? { ...environmentPlace, path: [block] }),
  };
}

/** A refused block may have set any key: each counts as refused. */
function readableBlock(block: Node | undefined, keys: readonly string[]): Node | undefined {
  if (block?.kind !== "refused") return block;
  return { kind: "object", place: block.place, entries: new Map(keys.map((key) => [key, block])) };
}

/** The effective region, which may be the schema's default, and the place that set it; undefined where it is not valid. */
export function effectiveRegion(schema: SettingsSchema, platform: string, { root }: Effective) {
  const node = root.entries.get("region");
  const checked = schema.platforms[platform].schema.shape.region?.safeParse(node && plainValue(node));
  return typeof checked?.data === "string" ? { name: checked.data, place: node?.place } : undefined;
}
