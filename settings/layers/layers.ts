import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { showLiteral } from "../hcl/literal";
import type { Node, ObjectNode, Place } from "../hcl/node";
import { type Mistake, mistakeAt, SettingsError } from "../mistake";
import { nearestName } from "../nearest";
import type { Segment } from "../path";
import { environmentFile, ownFile, type StackSource, systemFile } from "../project/stack-files";
import { blockName, type SettingsSchema } from "../rule";
import { hasNoBlock, layerMistakes } from "./layer-mistakes";
import { mergeObjects } from "./merge";
import { withoutUnusedDefaults } from "./parts";
import { type Layer, type LayerOptions, readLayers } from "./read-layers";

/** The settings of one stack, not yet checked. Every node keeps the place that set it. */
export interface Layered {
  readonly root: ObjectNode;
  /** What the environment's files set alone: its defaults for all systems. */
  readonly defaults: ObjectNode;
  /** Mistakes that leave the rest of the settings to be checked. */
  readonly mistakes: readonly Mistake[];
  /** The key whose value another one has by default, by that one. @default - none */
  readonly byDefault?: Readonly<Record<string, string>>;
  /** The name of the platform's block, where a file has something else under it: what the block lacks is then no mistake of its own. */
  readonly brokenBlock?: string;
  /** Where a key that is missing would be written; `container` is the object that lacks it. */
  placeOfMissing(path: readonly Segment[], container: Node): Place;
}

/**
 * Lays the files of a stack over each other: of each file the platform's block over its shared keys, then the files, later ones over
 * earlier ones. A default of the environment brings no part into being.
 * @throws {SettingsError} where the environment is unknown, or where a file cannot be read to its end
 */
export function layerSettings(schema: SettingsSchema, source: StackSource, options: LayerOptions): Layered {
  refuseUnknownEnvironment(source, options);
  const { platform, environment, system } = source;
  const { folder = "." } = options;
  const { layers, mistakes } = readLayers(schema, source, options);
  const isDefault = ({ owner }: Layer) => owner === "environment" || owner === "region";
  const merge = (nodes: readonly ObjectNode[]) => nodes.reduce(mergeObjects);
  const [below, above] = [layers.filter(isDefault), layers.filter((layer) => !isDefault(layer))].map((some) =>
    some.map(({ lifted }) => lifted),
  ) as [ObjectNode[], ObjectNode[]];
  const { schema: known } = schema.platforms[platform];
  const defaults = merge(below);
  const used = system === undefined ? defaults : withoutUnusedDefaults(defaults, known, above);
  const { entries, place } = merge([used, ...above]);

  const own = ownFile(folder, source);
  const fixed = (key: string, file: string, value: string): [string, Node][] => {
    const node: Node = { kind: "scalar", place: { file, line: 1, column: 1, path: [key] }, value };
    return Object.hasOwn(known.shape, key) ? [[key, node]] : [];
  };
  const byName = [
    ...fixed("environment", environmentFile(folder, environment), environment),
    ...(system === undefined ? [] : fixed("system", own, system)),
  ];
  const name = system === undefined ? [] : fixed("name", systemFile(folder, system, "base"), system);
  const isBroken = layers.some((layer) => hasNoBlock(platform, layer));
  return {
    byDefault: entries.has("name") ? {} : { name: "system" },
    ...(isBroken && { brokenBlock: blockName(platform) }),
    root: { kind: "object", place, entries: new Map([...name, ...entries, ...byName]) },
    defaults,
    mistakes: [...mistakes, ...layers.flatMap((layer) => layerMistakes(schema, platform, layer))],
    placeOfMissing: (path, container) => placeOfMissing(schema, source, layers, own, path, container),
  };
}

/** A key that says where the stack is belongs into the environment's file; any other to the system, in the file of this environment. */
function placeOfMissing(
  { shared, placeKeys = {} }: SettingsSchema,
  { platform, environment, system }: StackSource,
  layers: readonly Layer[],
  own: string,
  path: readonly Segment[],
  container: Node,
): Place {
  const owners = system === undefined ? ["environment"] : ["system", "operator"];
  const isOfSystem = layers.some(({ owner, file }) => owners.includes(owner) && file === container.place.file);
  if (path.length > 1 && isOfSystem) return { ...container.place, path: [...container.place.path, ...path.slice(-1)] };
  const key = String(path[0]);
  const isShared = Object.hasOwn(shared, key);
  const isPlace = system !== undefined && Object.hasOwn(placeKeys, key);
  const layer = isPlace
    ? layers.find(({ owner, file }) => owner === "environment" && file.endsWith(`${environment}.tfvars`))
    : layers.find(({ file }) => file === own);
  const root = layer?.root ?? container;
  const block = layer?.root.entries.get(blockName(platform));
  const inBlock = block?.kind === "object" && !(path.length === 1 && isShared);
  const { line, column, file } = inBlock ? block.place : root.place;
  return { file, line, column, path: inBlock || !isShared ? [blockName(platform), ...path] : path };
}

/** A system's file names an environment, which must have a file; an environment that a user names must be a plain name before it becomes part of a path. */
function refuseUnknownEnvironment(source: StackSource, { root, folder = "." }: LayerOptions): void {
  const { environment, system } = source;
  const file = ownFile(folder, source);
  if (!/^[a-z0-9-]+$/.test(environment)) {
    const found = showLiteral(environment);
    const what = { problem: "not a name", expected: "lower-case letters, digits and hyphens", found };
    throw new SettingsError([mistakeAt({ file: join(folder, "environments"), line: 1, path: ["environment"] }, what)]);
  }
  if (environment !== "base" && existsSync(resolve(root, environmentFile(folder, environment)))) return;
  const known = environmentNames({ root, folder });
  // A link to nothing, which its reader reports.
  if (known.includes(environment)) return;
  const expected =
    known.length > 0 ? nearestName(environment, known) : `a file ${environmentFile(folder, environment)}`;
  const place = { file: system === undefined ? environmentFile(folder, environment) : file, line: 1, path: [] };
  throw new SettingsError([mistakeAt(place, { problem: "no such environment", expected, found: environment })]);
}

/** The environments that have a file. */
export function environmentNames({ root, folder = "." }: Pick<LayerOptions, "root" | "folder">): string[] {
  const directory = resolve(root, folder, "environments");
  return existsSync(directory) ? tfvarsNames(directory) : [];
}

/** The names of the tfvars files of a folder, without `base` and what editors and systems hide there (`.#dev.tfvars`), sorted. */
export function tfvarsNames(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".tfvars") && file !== "base.tfvars" && !file.startsWith("."))
    .map((file) => file.slice(0, -".tfvars".length))
    .sort();
}
