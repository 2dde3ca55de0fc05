import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative, resolve } from "node:path";
import type { ProjectPlace } from "../../settings/project/folder";
import { duration } from "../process/duration";
import { UserError } from "../process/user-error";
import { changedFiles } from "./files";
import { type Missing, writeFiles } from "./git";
import { kept } from "./kept";
import { productFiles, projectFiles, type Then } from "./then";

/** A project as it was, built. */
export interface BuiltThen extends Then {
  /** Folder with the files of the commit. */
  readonly files: string;
  readonly place: ProjectPlace;
  /** Folder with `stacks/<id>/`. */
  readonly outdir: string;
  /** What the product of then said of stacks that it could not build: lines that begin with ids. */
  readonly mistakes: readonly string[];
}

export interface BuildOptions {
  /** The checkout of now. */
  readonly root: string;
  /** Where builds are kept. */
  readonly kept: string;
  /** Gets a line about what takes long. */
  readonly say: (line: string) => void;
}

/** Builds a project as a commit has it, with the product of that commit, or takes the build that is kept. */
export async function buildThen(then: Then, options: BuildOptions): Promise<BuiltThen> {
  const folder = await kept(resolve(options.kept), then.key, (draft) => build(then, draft, options));
  const { files, outdir, mistakes } = partsOf(folder);
  const project = join(files, then.project);
  const lines = existsSync(mistakes) ? readFileSync(mistakes, "utf8").split("\n").filter(Boolean) : [];
  return { ...then, files, outdir, place: { root: files, folder: project }, mistakes: lines };
}

const partsOf = (folder: string) => ({
  files: join(folder, "files"),
  outdir: join(folder, "built"),
  mistakes: join(folder, "mistakes.txt"),
});

async function build(then: Then, draft: string, { root, say }: BuildOptions): Promise<void> {
  const { files, outdir, mistakes } = partsOf(draft);
  mkdirSync(join(outdir, "stacks"), { recursive: true, mode: 0o700 });
  refuse(then, writeFiles(then.workTree, then.commit, files));
  const project = join(files, then.project);
  // Neither was there yet: there were no stacks.
  if (!existsSync(join(project, "environments"))) return;
  const own = then.product === undefined ? root : join(files, then.product);
  if (!existsSync(join(own, "cdktf.json"))) return;
  // The same product of now has its bundle and its packages.
  const isOfNow = own === root || changedFiles(own, root, productFiles).length === 0;
  const builder = isOfNow ? root : own;
  if (!isOfNow) provide(own, root, say);
  const said = await run(builder, { CDKTF_OUTDIR: outdir, PROJECT: relative(builder, project) || "." }, mistakes);
  if (said) throw new UserError(`${then.commit.slice(0, 7)} cannot be built: ${said}`);
  const lines = readFileSync(mistakes, "utf8");
  const prefix = relative(root, then.workTree);
  const named = isOfNow ? lines.replaceAll(`${relative(root, files)}/`, prefix && `${prefix}/`) : lines;
  writeFileSync(mistakes, named);
  if (!isOfNow)
    for (const made of ["node_modules", ".local"]) rmSync(join(own, made), { recursive: true, force: true });
}

/** @throws {UserError} where what the build reads is in a submodule that is not here: without it, every stack would count as new */
function refuse({ commit, project, product }: Then, missing: readonly Missing[]): void {
  const below = (folder: string | undefined, names: readonly string[]) =>
    folder === undefined ? [] : names.map((name) => join(folder, name));
  const read = [...below(project, projectFiles), ...below(product, productFiles)];
  const isIn = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
  const of = missing.find(({ path }) => read.some((file) => isIn(file, path) || isIn(path, file)));
  if (!of) return;
  const what = `the submodule ${of.path} lacks commit ${of.commit.slice(0, 7)}, which ${commit.slice(0, 7)} has`;
  throw new UserError(`${what}: run ${of.command}`);
}

/** Gives the product of a commit its packages: those of now where it has the same, else it installs its own. */
function provide(own: string, root: string, say: (line: string) => void): void {
  mkdirSync(join(own, ".local"), { mode: 0o700 });
  share("archives", own, root);
  if (changedFiles(own, root, ["package-lock.json"]).length === 0) {
    share("libraries", own, root);
    shareModules(own, root);
    return;
  }
  const begun = performance.now();
  say("its package-lock.json is another: npm ci installs the packages of then…");
  const { status } = spawnSync(
    process.execPath,
    ["-e", "require(process.argv[1]).install()", resolve(own, "operator/start/install.cjs")],
    {
      cwd: own,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  if (status !== 0) throw new UserError("the packages of then could not be installed: npm said why above");
  say(`installed in ${duration((performance.now() - begun) / 1000)}`);
}

/** Links what is kept under hashes of what it is made from. */
function share(name: string, own: string, root: string): void {
  const kept = join(root, ".local", name);
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  symlinkSync(kept, join(own, ".local", name));
}

/** Links each package. Not the folder: an `npm ci` of the product of then would empty it. */
function shareModules(own: string, root: string): void {
  const [from, to] = [join(root, "node_modules"), join(own, "node_modules")];
  mkdirSync(to);
  for (const name of readdirSync(from)) symlinkSync(join(from, name), join(to, name));
}

/** Starts the app as cdktf does. Resolves to what it said if it failed. */
function run(folder: string, env: NodeJS.ProcessEnv, output: string): Promise<string | undefined> {
  const { app } = JSON.parse(readFileSync(join(folder, "cdktf.json"), "utf8")) as { app: string };
  const { STACKS: _, SETTINGS_FILES: __, ...own } = process.env;
  // A file, because this process builds the stacks of now at the same time and reads no pipe.
  const log = openSync(output, "w", 0o600);
  return new Promise((resolve, reject) => {
    const child = spawn(app, { cwd: folder, shell: true, env: { ...own, ...env }, stdio: ["ignore", "ignore", log] });
    closeSync(log);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (code === 0) return resolve(undefined);
      const said = readFileSync(output, "utf8").trim().split("\n").slice(-5).join("\n");
      resolve(said || `${app} ended with ${signal ?? code}`);
    });
  });
}
