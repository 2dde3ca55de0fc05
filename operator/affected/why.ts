import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { type ComparedSettings, compareSettings } from "../../settings/changed";
import { leaves } from "../../settings/describe";
import { displayName } from "../../settings/files";
import type { ProjectPlace } from "../../settings/project/folder";
import type { StackReference } from "../../settings/project/stacks";
import type { BuiltThen } from "./build-then";
import { changedFiles, filesBelow } from "./files";
import { sourcesOf } from "./sources";
import { productFiles } from "./then";

/** Why a stack is affected. */
export type Reason =
  /** A setting whose effective value differs: where it is set, or was. Values that may be secrets are hidden, absent ones are absent. */
  | {
      readonly file: string;
      readonly line: number;
      readonly setting: string;
      readonly before?: string;
      readonly now?: string;
    }
  /** A file of the product, or of a function's code, that differs and that the stack is made of. */
  | { readonly file: string }
  /** Anything else, in words; with the stack that it comes from, where it is another. */
  | { readonly text: string; readonly stack?: string };

/** What `reasons` looks at: both projects, and the folder in which a stack was built from each. */
export interface Sides {
  readonly then: BuiltThen;
  readonly now: ProjectPlace;
  readonly nowOutdir: string;
}

/** The settings, and the files of product and functions, that differ and that a stack is made of. All of them are named: any may be the cause. */
export async function reasons(stack: StackReference, sides: Sides, product: readonly string[]): Promise<Reason[]> {
  const settings = compareSettings(stack, sides.then.place, sides.now);
  const found = [
    ...settingReasons(settings, sides),
    ...codeReasons(stack, settings, sides),
    ...(await productReasons(stack, sides, product)),
  ];
  return found.length > 0 ? found : [{ text: "no setting and no file that it is made of differs: its build does" }];
}

/** The files of the product that differ: as those of then are kept, they are compared once for all stacks. */
export function changedProduct({ then, now }: Pick<Sides, "then" | "now">): string[] {
  if (then.product === undefined) return [];
  return changedFiles(join(then.files, then.product), now.root, productFiles);
}

/** A file of then by its name now. */
export function nameOf(file: string, { then, now }: Pick<Sides, "then" | "now">): string {
  return displayName(now.root, join(then.workTree, relative(then.files, resolve(then.place.root, file))));
}

function settingReasons({ changed }: ComparedSettings, sides: Sides): Reason[] {
  return changed.flatMap(({ path, before, now, values }) => {
    const origin = now ?? (before && { ...before, file: nameOf(before.file, sides) });
    // A default that differs is a difference of the code.
    return origin ? [{ file: origin.file, line: origin.line, setting: path, ...values }] : [];
  });
}

/** Files that an archive of a function leaves out. */
const leftOut = /(^|\/)(\.[^/]*|__pycache__|tests?|node_modules)(\/|$)|\.pyc$/;

/** The code of a stack's functions, and each file or folder of the project that its settings name. */
function codeReasons(stack: StackReference, { read }: ComparedSettings, { then, now, nowOutdir }: Sides): Reason[] {
  const projects = [join(then.files, then.project), resolve(now.root, now.folder ?? ".")] as const;
  const named = read.flatMap(pathsIn);
  const built = [then.outdir, nowOutdir].flatMap((outdir) => filesBelow(join(outdir, "stacks", stack.id)));
  const own = built.some((file) => file.endsWith(".zip")) ? [`functions/${stack.system}`] : [];
  const paths = [...own, ...named].filter((path) => projects.some((project) => existsSync(join(project, path))));
  return changedFiles(...projects, paths)
    .filter((file) => !leftOut.test(file))
    .map((file) => ({ file: displayName(now.root, join(projects[1], file)) }));
}

/** The texts of settings that may be a path. */
function pathsIn(settings: object): string[] {
  const texts = leaves(settings, []).map(({ value }) => value);
  return texts.filter((text): text is string => typeof text === "string" && /^[\w.-]+(\/[\w.-]+)+$/.test(text));
}

/** The sources that a stack is bundled from, its charts, and the versions of packages. */
async function productReasons(stack: StackReference, sides: Sides, changed: readonly string[]): Promise<Reason[]> {
  if (changed.length === 0) return [];
  const sources = await sourcesOf(sides.now.root, stack.platform);
  // A source that is gone is in no bundle of now: it counts where the bundle has others of its folder.
  const folders = new Set([...sources].map((file) => dirname(file)));
  const isUsed = (file: string) => {
    if (file.startsWith("charts/")) return usesChart(stack, sides, file);
    if (file === "package-lock.json" || sources.has(file)) return true;
    return !existsSync(join(sides.now.root, file)) && folders.has(dirname(file));
  };
  return changed.filter(isUsed).map((file) => ({ file }));
}

/** Whether a stack was or is built with a file of a chart: its assets have a copy. */
function usesChart({ id }: StackReference, { then, now, nowOutdir }: Sides, file: string): boolean {
  const inChart = file.split("/").slice(2).join("/");
  return [
    { outdir: then.outdir, source: join(then.files, then.product ?? "", file) },
    { outdir: nowOutdir, source: join(now.root, file) },
  ].some(({ outdir, source }) => {
    const folder = join(outdir, "stacks", id);
    if (!existsSync(source)) return false;
    const copies = filesBelow(folder, "assets").filter((copy) => copy.endsWith(`/${inChart}`));
    return copies.some((copy) => readFileSync(join(folder, copy)).equals(readFileSync(source)));
  });
}
