import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Zippable, zipSync } from "fflate";

/** What a function runs, and how. */
export interface FunctionCode {
  /** Relative to the project's root, e.g. `functions/kiro-worker`. Without `tests`, caches and dot files it is the archive. */
  readonly folder: string;
  /** File and function, e.g. `handlers.poller.handler` (Python) or `connect.handler`, whose `connect.ts` esbuild bundles. */
  readonly handler: string;
  /** @default "python3.11" (document 000) */
  readonly runtime?: "python3.11" | "python3.12" | "python3.13" | "nodejs20.x" | "nodejs22.x";
}

export interface FunctionArchive {
  /** The zip file on this machine. */
  readonly file: string;
  /** SHA-256 of its bytes in base64, as Lambda compares it. */
  readonly sourceCodeHash: string;
  /** The same in hexadecimal, for a path. */
  readonly digest: string;
}

/** Where archives lie between two runs, by a hash of what they are made of. */
const archives = join(".local", "archives");
/** Changes when an archive of the same source would have other bytes. */
const format = "1";

/**
 * The zip of a function's code. The same source gives the same bytes on every machine: names are sorted, times, modes and
 * the system that made it are fixed. It is made once for each source, because esbuild costs more than a stack does.
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

/** Of this process, by key: every environment has the same functions. */
const known = new Map<string, FunctionArchive>();
let packages: string | undefined;

/** What an archive is made with and of beside its own source: the exact version of every package. */
function lockedPackages(): string {
  packages ??= createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  return packages;
}

type Files = ReadonlyMap<string, Uint8Array>;

const leftOut = /^(\.|__pycache__$|tests?$|node_modules$)|\.pyc$/;

/** Every file that belongs to the code, by its path in the archive, sorted. */
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

/** One file with all that it imports, the AWS SDK too: a function runs with the version that it was tested with. */
function bundle(folder: string, module: string, runtime: string): Files {
  // Loaded only for an archive that is not there yet.
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
    // Without comments that name paths of this machine.
    minify: true,
    keepNames: true,
    nodePaths: [resolve("node_modules")],
    // Not whatever tsconfig.json lies above the folder.
    tsconfigRaw: {},
    logLevel: "error",
  });
  return new Map(outputFiles.map(({ contents }) => [`${module}.js`, contents]));
}

function zip(files: Files): Uint8Array {
  const readable = 0o100644 << 16;
  // Zip has no time zone: fflate writes this as local time, so it is the same everywhere.
  const options = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: readable } as const;
  return zipSync(Object.fromEntries(files) as Zippable, options);
}

/** Aside and renamed, so that it is whole or absent. */
function write(file: string, bytes: Uint8Array): void {
  const draft = `${dirname(file)}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "function.zip"), bytes);
  try {
    renameSync(draft, dirname(file));
  } catch (error) {
    // Another process made the same meanwhile.
    if (!existsSync(file)) throw error;
    rmSync(draft, { recursive: true });
  }
}
