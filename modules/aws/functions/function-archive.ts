import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Zippable, zipSync } from "fflate";

/** The source of a function and its entry point. */
export interface FunctionCode {
  /** Folder with the source. The archive leaves out `tests`, caches and dot files. */
  readonly folder: string;
  /** File and function: `handlers.poller.handler` in Python, or `connect.handler` for `connect.ts`, which esbuild bundles. */
  readonly handler: string;
  /** @default "python3.11" (document 000) */
  readonly runtime?: "python3.11" | "python3.12" | "python3.13" | "nodejs20.x" | "nodejs22.x";
}

/** The zip file of a function's code. */
export interface FunctionArchive {
  /** The zip file on this machine. */
  readonly file: string;
  /** SHA-256 of its bytes in base64, as Lambda compares it. */
  readonly sourceCodeHash: string;
  /** The same in hexadecimal, for a path. */
  readonly digest: string;
}

/** Where archives are kept between two runs, each under a hash of its sources. */
const archives = join(".local", "archives");
/** Change this when an archive of the same source gets other bytes. */
const format = "1";

/**
 * The zip of a function's code. The same source gives the same bytes on every machine: names are sorted; times, modes and
 * the operating system are fixed. It is made once for each source, because esbuild takes longer than building a stack.
 */
export function functionArchive({ folder, handler, runtime = "python3.11" }: FunctionCode): FunctionArchive {
  const sources = readSources(resolve(folder));
  const bundled = runtime.startsWith("nodejs");
  const module = handler.slice(0, handler.lastIndexOf("."));
  const entry = bundled ? `${module}.ts` : `${module.replaceAll(".", "/")}.py`;
  if (!sources.has(entry)) throw new Error(`function ${folder}: expected ${entry} for the handler "${handler}"`);

  const made = [format, lockedPackages(), ...(bundled ? [runtime, entry] : [])];
  const key = digestOf(made, sources);
  const file = join(resolve(archives), key, "function.zip");
  if (!existsSync(file)) write(file, zip(bundled ? bundle(resolve(folder), module, runtime) : sources));
  const archive = known.get(key) ?? describe(file);
  known.set(key, archive);
  return archive;
}

function describe(file: string): FunctionArchive {
  const hash = createHash("sha256").update(readFileSync(file)).digest();
  return { file, sourceCodeHash: hash.toString("base64"), digest: hash.toString("hex").slice(0, 32) };
}

/** The archives of this process by key, because every environment has the same functions. */
const known = new Map<string, FunctionArchive>();
let packages: string | undefined;

/** A hash of the exact version of every package: they make the archive, and a bundle contains them. */
function lockedPackages(): string {
  packages ??= createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  return packages;
}

type Files = ReadonlyMap<string, Uint8Array>;

const leftOut = /^(\.|__pycache__$|tests?$|node_modules$)|\.pyc$/;

/** Every file of the code, sorted by its path in the archive. */
function readSources(folder: string, below = ""): Map<string, Uint8Array> {
  const entries = readdirSync(join(folder, below), { withFileTypes: true })
    .filter(({ name }) => !leftOut.test(name))
    // By code unit: a locale's order differs from machine to machine.
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const path = `${below}${entry.name}`;
    if (!entry.isDirectory()) files.set(path, readFileSync(join(folder, path)));
    else for (const [inside, bytes] of readSources(folder, `${path}/`)) files.set(inside, bytes);
  }
  return files;
}

function digestOf(made: readonly (string | Uint8Array)[], sources: Files): string {
  const hash = createHash("sha256");
  for (const part of [...made, ...[...sources].flat()]) hash.update(`${part.length}\0`).update(part);
  return hash.digest("hex").slice(0, 32);
}

/** One file with everything it imports, also the AWS SDK, so that a function runs with the version that it was tested with. */
function bundle(folder: string, module: string, runtime: string): Files {
  // Loaded only when an archive must be made.
  const { buildSync } = require("esbuild") as typeof import("esbuild");
  const { outputFiles = [] } = buildSync({
    absWorkingDir: folder,
    entryPoints: [`${module}.ts`],
    outfile: `${module}.js`,
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: runtime.replace(/^nodejs(\d+)\.x$/, "node$1"),
    // Removes comments, which name paths of this machine.
    minify: true,
    keepNames: true,
    nodePaths: [resolve("node_modules")],
    // Otherwise esbuild reads the tsconfig.json of a parent folder.
    tsconfigRaw: {},
    logLevel: "error",
  });
  return new Map(outputFiles.map(({ contents }) => [`${module}.js`, contents]));
}

function zip(files: Files): Uint8Array {
  const readable = 0o100644 << 16;
  // Zip has no time zone and fflate writes local time, so the bytes are the same everywhere.
  const options = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: readable } as const;
  return zipSync(Object.fromEntries(files) as Zippable, options);
}

/** Writes to another folder and renames it, so that the archive is complete or absent. */
function write(file: string, bytes: Uint8Array): void {
  const draft = `${dirname(file)}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "function.zip"), bytes);
  try {
    renameSync(draft, dirname(file));
  } catch (error) {
    // Another process has made the same archive in the meantime.
    if (!existsSync(file)) throw error;
    rmSync(draft, { recursive: true });
  }
}
