import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readSettingsFile } from "../files";
import { type Node, type ObjectNode, plainValue } from "../hcl/node";
import { type Mistake, SettingsError } from "../mistake";
import type { ProjectPlace } from "../project/folder";
import { environmentFile, ownFile, type StackSource, systemFile } from "../project/stack-files";
import type { SettingsSchema } from "../rule";
import { lift, mergeObjects } from "./merge";

export interface LayerOptions extends ProjectPlace {
  /** Files named with `--settings`, each over what came before. Relative to `root`. @default none */
  readonly files?: readonly string[];
  /** Files that the operator itself writes, over all others: they may hold any key. @default none */
  readonly ownFiles?: readonly string[];
}

/** Who a file belongs to, which decides what it may hold. */
export type Owner = "environment" | "region" | "system" | "command" | "operator";

/** One file of a stack's settings. */
export interface Layer {
  readonly owner: Owner;
  readonly file: string;
  /** As it is written. */
  readonly root: ObjectNode;
  /** What it says about the stack's platform. */
  readonly lifted: ObjectNode;
}

/**
 * The files of a stack's settings in their order, later ones win: `environments/base`, `environments/<environment>`,
 * `environments/regions/<region>` (the region of those two), `systems/<system>/base`, `systems/<system>/<environment>`, then the files that
 * a command names. All may be missing but the one of the environment and the one in which the stack exists.
 * @throws {SettingsError} where a file cannot be read to its end, because the rest of its keys is then unknown
 */
export function readLayers(schema: SettingsSchema, source: StackSource, options: LayerOptions) {
  const { root, folder = ".", files = [], ownFiles = [] } = options;
  const { platform, environment, system } = source;
  const mistakes: Mistake[] = [];
  let isBroken = false;
  const read = (owner: Owner, file: string): Layer => {
    const content = readSettingsFile(root, file);
    mistakes.push(...content.mistakes);
    isBroken ||= content.broken;
    return { owner, file, root: content.root, lifted: lift(schema, platform, content.root) };
  };
  const readIfThere = (owner: Owner, file: string) => (existsSync(resolve(root, file)) ? [read(owner, file)] : []);

  const below = [
    ...readIfThere("environment", environmentFile(folder, "base")),
    read("environment", environmentFile(folder, environment)),
  ];
  const own = ownFiles.map((file) => read("operator", file));
  const region = effectiveRegion(schema, platform, [...below, ...own].map(({ lifted }) => lifted).reduce(mergeObjects));
  const layers = [
    ...below,
    ...(region ? readIfThere("region", join(folder, "environments", "regions", `${region}.tfvars`)) : []),
    ...(system === undefined
      ? []
      : [
          ...readIfThere("system", systemFile(folder, system, "base")),
          read("system", ownFile(folder, { platform, environment, system })),
        ]),
    ...files.map((file) => read("command", file)),
    ...own,
  ];
  if (isBroken) throw new SettingsError(mistakes);
  return { layers, mistakes };
}

/** The region that is set, which may be the schema's default; undefined where it is not valid. */
function effectiveRegion(schema: SettingsSchema, platform: string, root: ObjectNode): string | undefined {
  const node: Node | undefined = root.entries.get("region");
  const checked = schema.platforms[platform].schema.shape.region?.safeParse(node && plainValue(node));
  return typeof checked?.data === "string" ? checked.data : undefined;
}
