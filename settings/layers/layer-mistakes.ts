import { showNode } from "../hcl/literal";
import type { Node, ObjectNode } from "../hcl/node";
import { type Mistake, mistakeAt } from "../mistake";
import { unknownKey } from "../nearest";
import { baseKeys, blockName, isFixed, type SettingsSchema, systemKeys } from "../rule";
import type { Layer } from "./read-layers";

/** What a file may not hold: unknown keys, keys that belong into another file, and a platform's block that is no object. */
export function layerMistakes(schema: SettingsSchema, platform: string, layer: Layer): Mistake[] {
  const block = layer.root.entries.get(blockName(platform));
  return [
    ...unknownKeys(schema, layer.root),
    ...(block && hasNoBlock(platform, layer) ? [notABlock(block)] : []),
    ...[...keysOf(layer.root), ...keysOf(block)].flatMap(([key, node]) => misplaced(schema, key, node, layer)),
    ...blockOfEnvironment(schema, layer),
  ];
}

/** Whether a file has something else where the platform's block belongs. What the reader refused there, it reported. */
export function hasNoBlock(platform: string, { root }: Layer): boolean {
  const block = root.entries.get(blockName(platform));
  return block !== undefined && block.kind !== "object" && block.kind !== "refused";
}

/** Keys at the top of a file that no platform knows. */
export function unknownKeys({ shared, platforms }: SettingsSchema, { entries }: ObjectNode): Mistake[] {
  const known = [...Object.keys(shared), ...Object.keys(platforms).map(blockName)];
  const settable = known.filter((key) => !isFixed(key));
  return [...entries]
    .filter(([key]) => !known.includes(key) && !isFixed(key))
    .map(([key, { place }]) => unknownKey(place, key, settable));
}

function misplaced({ placeKeys = {} }: SettingsSchema, key: string, node: Node, { owner, file }: Layer): Mistake[] {
  const wrong = (problem: string, expected: string) => [
    mistakeAt(node.place, { problem, expected, found: showNode(node) }),
  ];
  if (key === "environment") return wrong("set by the file's name", "no such key here");
  if (key === "system") return wrong("set by the folder's name", "no such key here");
  if (key === "region" && owner === "region") return wrong("set by the file's name", "no such key here");
  const isBase = owner === "system" && file.endsWith("base.tfvars");
  const isTop = node.place.path.length === 1;
  if (baseKeys.includes(key) && !isTop && !isBase) {
    return wrong("in the wrong file", "it in the system's base.tfvars, for all environments");
  }
  if (systemKeys.includes(key) && !(isBase && isTop)) {
    return wrong("in the wrong place", "it at the top of the system's base.tfvars, for all its stacks");
  }
  const isPlace = Object.hasOwn(placeKeys, key) && placeKeys[key]?.(node);
  if (!isPlace) return [];
  if (owner === "system") return wrong("in the wrong file", "it in environments/, which says where systems are");
  if (owner === "command" && key !== "protected") {
    return wrong("in the wrong file", "it in environments/: a file of --settings cannot say where a stack is");
  }
  return [];
}

/** The block of the environment's own stack cannot stand in a system's file. */
function blockOfEnvironment({ environmentPlatform }: SettingsSchema, { owner, root }: Layer): Mistake[] {
  const block = environmentPlatform && root.entries.get(blockName(environmentPlatform));
  if (!block || owner !== "system") return [];
  const expected = "it in environments/: the account belongs to no system";
  return [mistakeAt(block.place, { problem: "in the wrong file", expected, found: showNode(block) })];
}

const notABlock = (node: Node) =>
  mistakeAt(node.place, { problem: "not a block", expected: "an object", found: showNode(node) });

const keysOf = (node: Node | undefined) => (node?.kind === "object" ? [...node.entries] : []);
