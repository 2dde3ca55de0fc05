import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { readSettingsFile } from "../files";
import type { ObjectNode } from "../hcl/node";
import { unknownKeys } from "../layers/layer-mistakes";
import { environmentNames, layerSettings, tfvarsNames } from "../layers/layers";
import { nodeAt } from "../layers/merge";
import { type Mistake, mistakeAt, SettingsError } from "../mistake";
import { blockName } from "../rule";
import { type Platform, settingsSchema } from "../schema/index";
import type { ProjectPlace } from "./folder";
import { environmentFile, type StackSource, systemFile } from "./stack-files";

/** A stack of a project. */
export interface StackReference<P extends string = Platform> extends StackSource {
  /** `<stack>-<environment>`: the key of its state, its workspace, its tag `Stack`. */
  readonly id: string;
  readonly platform: P;
  /** The stacks of the same environment that are deployed before this one. Known without checking any settings. */
  readonly needs: readonly string[];
}

/** What the files of a project make. */
export interface Project extends ProjectPlace {
  /** Sorted by environment, the environment's own stack first, then by platform and system. */
  readonly stacks: readonly StackReference[];
  /** Mistakes in files that make no stack, so that no stack reports them. */
  readonly mistakes: readonly Mistake[];
}

type Found = Omit<StackReference, "needs">;

const platformIds = Object.keys(settingsSchema.platforms) as Platform[];

/**
 * Reads which stacks a project has: one for each platform's block in `systems/<system>/<environment>.tfvars`, and `account-<environment>` for
 * the block in the environment's own file. Values are not checked.
 */
export function readProject(place: ProjectPlace): Project {
  const { root, folder = "." } = place;
  const mistakes: Mistake[] = brokenLinks(place);
  const stacks: Found[] = [];
  const read = (file: string) => readSettingsFile(root, file);

  for (const environment of environmentNames(place)) {
    const file = read(environmentFile(folder, environment));
    if (file.root.entries.has("account") || file.broken) {
      stacks.push({ id: `account-${environment}`, platform: "account", environment });
    }
  }
  for (const system of systemNames(place)) {
    const baseFile = systemFile(folder, system, "base");
    const base = existsSync(resolve(root, baseFile)) ? read(baseFile).root : undefined;
    for (const environment of tfvarsNames(resolve(root, folder, "systems", system))) {
      const file = read(systemFile(folder, system, environment));
      const found = platformsOf(file.root);
      // What follows broken syntax is unknown: each platform that the system has may be meant.
      const platforms = file.broken ? [...new Set([...found, ...(base ? platformsOf(base) : [])])] : found;
      for (const platform of platforms) {
        const stack = stackKey(base, platform) ?? `${system}-${platform}`;
        stacks.push({ id: `${stack}-${environment}`, platform, environment, system });
      }
      if (platforms.length === 0) mistakes.push(...file.mistakes, ...unknownKeys(settingsSchema, file.root));
    }
  }
  const order = ({ platform, environment, system = "" }: Found) =>
    `${environment} ${platformIds.indexOf(platform)} ${system}`;
  const sorted = stacks.sort((a, b) => (order(a) < order(b) ? -1 : Number(order(a) > order(b))));
  return { ...place, stacks: sorted.map((stack) => ({ ...stack, needs: neededBy(stack, sorted, place) })), mistakes };
}

/** The account's stack, and for what runs on a system's EKS cluster the stack that makes it. */
function neededBy(stack: Found, all: readonly Found[], place: ProjectPlace): string[] {
  if (stack.system === undefined) return [];
  const cluster = stack.platform === "kubernetes" ? clusterSystem(stack, place) : undefined;
  return all
    .filter(({ environment }) => environment === stack.environment)
    .filter(({ platform, system }) => platform === "account" || (platform === "aws-eks" && system === cluster))
    .map(({ id }) => id);
}

/** The system whose `aws-eks` stack makes the cluster of a `kubernetes` stack; undefined for any other cluster. */
function clusterSystem(stack: Found, place: ProjectPlace): string | undefined {
  try {
    const { root } = layerSettings(settingsSchema, stack, place);
    const text = (key: string) => {
      const node = nodeAt(root, ["cluster", key]);
      return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
    };
    return text("kind") === "eks" && text("name") === undefined ? (text("system") ?? stack.system) : undefined;
  } catch (error) {
    // The stack's own check reports what cannot be read. Until then it may need the cluster of its system.
    if (!(error instanceof SettingsError)) throw error;
    return stack.system;
  }
}

/** The folders of `systems/`, sorted. */
export function systemNames({ root, folder = "." }: ProjectPlace): string[] {
  const directory = resolve(root, folder, "systems");
  if (!existsSync(directory)) return [];
  return entriesOf(directory)
    .filter((name) => isDirectory(join(directory, name)))
    .sort();
}

/** What a folder shows: editors, Git and other systems keep hidden files in it. */
const entriesOf = (directory: string) => readdirSync(directory).filter((name) => !name.startsWith("."));

/** Whether there is a folder, which may be reached by a link. */
const isDirectory = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** The links of `systems/` that lead to nothing. */
function brokenLinks({ root, folder = "." }: ProjectPlace): Mistake[] {
  const systems = join(folder, "systems");
  const directory = resolve(root, systems);
  const names = existsSync(directory) ? entriesOf(directory) : [];
  return names
    .filter((name) => !existsSync(join(directory, name)))
    .map((name) => {
      const what = { problem: "cannot be read", expected: "a folder", found: "a link to nothing" };
      return mistakeAt({ file: join(systems, name), line: 1, path: [] }, what);
    });
}

/** The platforms whose block a file has, in the order of the schema. The account belongs to no system. */
function platformsOf({ entries }: ObjectNode): Platform[] {
  return platformIds.filter((platform) => platform !== "account" && entries.has(blockName(platform)));
}

/** The key `stack` of a platform's block in a system's base; nothing where it is no text. */
function stackKey(base: ObjectNode | undefined, platform: Platform): string | undefined {
  const node = nodeAt(base, [blockName(platform), "stack"]);
  return node?.kind === "scalar" && typeof node.value === "string" && node.value !== "" ? node.value : undefined;
}
