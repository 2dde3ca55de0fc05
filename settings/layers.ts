import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readSettingsFile } from "./files";
import { showLiteral, showNode } from "./hcl/literal";
import { isNull, type ObjectNode, type Place } from "./hcl/node";
import { type Effective, effectiveRegion, mergeFiles } from "./merge";
import { type Mistake, mistakeAt, SettingsError } from "./mistake";
import { nearestName, unknownKey } from "./nearest";
import { blockName, isFixed, type SettingsSchema } from "./rule";

const folder = "environments";

export interface LayerOptions {
  /** The project's root: it holds `environments/`, and mistakes name files relative to it. */
  readonly root: string;
  /** More files, each over what came before: the emergency override. Relative to `root`. @default none */
  readonly files?: readonly string[];
}

export interface Layered extends Effective {
  /** Mistakes that leave the rest of the settings to be checked. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Lays the files over each other, later ones win: `base.tfvars`, `<environment>.tfvars`, `regions/<region>.tfvars`
 * (the region that the other files set), then the named files. Throws a SettingsError where a file cannot be
 * read to its end, because the rest of its keys is then unknown.
 */
export function layerSettings(
  schema: SettingsSchema,
  platform: string,
  environment: string,
  { root, files = [] }: LayerOptions,
): Layered {
  const top: Place = { file: join(folder, `${environment}.tfvars`), line: 1, column: 1, path: [] };
  refuseUnknownEnvironment(environment, top, root);

  const read = (file: string) => readSettingsFile(root, file);
  const mergeAll = (nodes: ObjectNode[]) => mergeFiles(schema, platform, environment, nodes, top);
  const below = [join(folder, "base.tfvars"), top.file].map(read);
  const above = files.map(read);
  const mistakes = [...below, ...above].flatMap((file) => file.mistakes);
  if ([...below, ...above].some((file) => file.broken)) throw new SettingsError(mistakes);

  const layers = [...below, ...above].map((file) => file.root);
  const region = effectiveRegion(schema, platform, mergeAll(layers));
  if (region) {
    const file = join(folder, "regions", `${region.name}.tfvars`);
    if (existsSync(join(root, file))) {
      const content = read(file);
      mistakes.push(...content.mistakes, ...fixedKey(content.root, platform, "region"));
      if (content.broken) throw new SettingsError(mistakes);
      layers.splice(below.length, 0, content.root);
    } else {
      const place = region.place ?? { ...top, path: ["region"] };
      mistakes.push(missingFile("no settings for this region", place, region.name, join(root, folder, "regions")));
    }
  }
  mistakes.push(...layers.flatMap((layer) => topLevelMistakes(schema, platform, layer)));
  return { ...mergeAll(layers), mistakes };
}

/** Unknown keys, keys that the loader sets itself, and a platform's block that is no object. */
function topLevelMistakes({ shared, platforms }: SettingsSchema, platform: string, layer: ObjectNode): Mistake[] {
  const blocks = Object.keys(platforms).map(blockName);
  const names = [...Object.keys(shared).filter((key) => key !== "environment"), ...blocks];
  const known = new Set([...names, "environment"]);
  const mistakes = fixedKey(layer, platform, "environment");
  for (const [key, { place }] of layer.entries) {
    if (!known.has(key)) mistakes.push(unknownKey(place, key, names));
  }
  const block = layer.entries.get(blockName(platform));
  if (block?.kind === "object") {
    const { shape } = platforms[platform].schema;
    const settable = Object.keys(shape).filter((key) => !isFixed(key, shape[key]));
    for (const [key, { place }] of block.entries) {
      if (key !== "environment" && isFixed(key, shape[key])) mistakes.push(unknownKey(place, key, settable));
    }
  }
  if (block && block.kind !== "object" && block.kind !== "refused" && !isNull(block)) {
    mistakes.push(mistakeAt(block.place, { problem: "not a block", expected: "an object", found: showNode(block) }));
  }
  return mistakes;
}

/** A key that follows from the file's name cannot be set in it, neither at the top nor in the platform's block. */
function fixedKey(layer: ObjectNode, platform: string, key: string): Mistake[] {
  const block = layer.entries.get(blockName(platform));
  return [layer, block]
    .flatMap((node) => (node?.kind === "object" ? (node.entries.get(key) ?? []) : []))
    .map((node) =>
      mistakeAt(node.place, { problem: "set by the file's name", expected: "no such key here", found: showNode(node) }),
    );
}

/** The environment comes from a stack id: it must be a plain name before it becomes part of a path. */
function refuseUnknownEnvironment(environment: string, place: Place, root: string): void {
  if (!/^[a-z0-9-]+$/.test(environment)) {
    const found = showLiteral(environment);
    const what = { problem: "not a name", expected: "lower-case letters, digits and hyphens", found };
    throw new SettingsError([mistakeAt({ ...place, file: folder, path: ["environment"] }, what)]);
  }
  if (environment === "base" || !existsSync(join(root, place.file))) {
    throw new SettingsError([missingFile("no such environment", place, environment, join(root, folder))]);
  }
}

function missingFile(problem: string, place: Place, name: string, directory: string): Mistake {
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const known = names
    .filter((file) => file.endsWith(".tfvars") && file !== "base.tfvars")
    .map((file) => file.slice(0, -".tfvars".length));
  const expected = known.length > 0 ? nearestName(name, known) : `a file ${name}.tfvars`;
  return mistakeAt(place, { problem, expected, found: name });
}
