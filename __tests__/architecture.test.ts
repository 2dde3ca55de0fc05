import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, normalize, relative } from "node:path";
import { ownProject } from "../settings/project/folder";
import { largeFolders, mayImport, mostFiles, packages } from "./architecture-map";

/** Holds the source to architecture-map.ts, and to what keeps synthesis repeatable. */

const root = join(__dirname, "..");

interface Source {
  readonly file: string;
  readonly text: string;
  /** Files of the project, and names of packages. */
  readonly imports: readonly string[];
}

const sources = ["main.ts", "settings", "stacks", "modules", "operator", "functions"].flatMap(filesBelow).map(read);

function filesBelow(path: string): string[] {
  if (path.endsWith(".ts")) return [path];
  return readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|cjs)$/.test(name))
    .map((name) => join(path, name));
}

function read(file: string): Source {
  const text = readFileSync(join(root, file), "utf8");
  const found = [...text.matchAll(/(?:\bfrom |\bimport |\bimport\(\s*|\brequire\()"([^"]+)"/g)].map(
    ([, name = ""]) => name,
  );
  return { file, text, imports: found.filter((name) => !isBuiltin(name)).map((name) => resolved(file, name)) };
}

/** The file that an import names; a package's name as it is. */
function resolved(file: string, name: string): string {
  if (!name.startsWith(".")) return name;
  const path = normalize(join(dirname(file), name.replace(/\.js$/, "")));
  const candidates = [path, `${path}.ts`, join(path, "index.ts")];
  const found = candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(join(root, candidate)));
  if (!found) throw new Error(`${file}: ${name} is no file of the project`);
  return found;
}

const isPackage = (imported: string) => !existsSync(join(root, imported));

function admits(pattern: string, folder: string): boolean {
  if (!pattern.endsWith("/**")) return pattern === folder;
  const above = pattern.slice(0, -"/**".length);
  return folder === above || folder.startsWith(`${above}/`);
}

test("every folder of source is on the map", () => {
  const known = Object.keys(mayImport);
  const folders = new Set(sources.map(({ file }) => dirname(file)).filter((folder) => folder !== "."));
  expect([...folders].filter((folder) => !known.includes(folder))).toEqual([]);
});

test("a folder imports only what the map allows", () => {
  const offences = sources.flatMap(({ file, imports }) => {
    const folder = dirname(file);
    const allowed = mayImport[file] ?? mayImport[folder] ?? [];
    return imports
      .filter((imported) => !isPackage(imported) && dirname(imported) !== folder)
      .filter((imported) => !allowed.some((pattern) => admits(pattern, dirname(imported))))
      .map(
        (imported) => `${file} imports ${imported}: ${folder} may import ${allowed.join(", ") || "no other folder"}`,
      );
  });
  expect(offences).toEqual([]);
});

test("no package is used where it does not belong", () => {
  const offences = sources.flatMap(({ file, imports }) =>
    packages
      .filter(({ users }) => !users.test(file))
      .flatMap(({ name, because }) =>
        imports.filter((imported) => name.test(imported)).map((imported) => `${file} imports ${imported}: ${because}`),
      ),
  );
  expect(offences).toEqual([]);
});

test("no file imports itself, directly or through others", () => {
  expect(circles(new Map(sources.map(({ file, imports }) => [file, imports])))).toEqual([]);
});

/** One circle for each file that closes one, as `a → b → a`. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

test(`no folder holds more than ${mostFiles} files`, () => {
  const large = foldersBelow(root)
    .map((folder) => ({ folder: relative(root, folder), files: readdirSync(folder, { withFileTypes: true }) }))
    .map(({ folder, files }) => ({ folder, count: files.filter((entry) => entry.isFile()).length }))
    .filter(({ folder, count }) => count > mostFiles && !(folder in largeFolders));
  expect(large.map(({ folder, count }) => `${folder} holds ${count} files: give them folders by concern`)).toEqual([]);
});

function foldersBelow(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\..*|node_modules|cdktf\.out|__pycache__)$/.test(entry.name))
    .map(({ name }) => join(folder, name))
    .filter((below) => below !== join(root, ownProject));
  return [folder, ...below.flatMap(foldersBelow)];
}

test.each(["settings", "stacks", "modules"])(
  "%s have no clock, no randomness and no environment variable",
  (folder) => {
    const impure = /process\.env|Date\.now|new Date\(\)|Math\.random|randomBytes|randomUUID|\bfetch\(/;
    const offenders = sources.filter(({ file, text }) => file.startsWith(`${folder}/`) && impure.test(text));
    expect(offenders.map(({ file }) => file)).toEqual([]);
  },
);

test.each(["stacks", "modules"])(
  "%s never compare the environment with a name: a difference is a setting",
  (folder) => {
    const compares = /environment\s*(===|!==|==|!=)\s*["'`]/;
    const offenders = sources.filter(({ file, text }) => file.startsWith(`${folder}/`) && compares.test(text));
    expect(offenders.map(({ file }) => file)).toEqual([]);
  },
);
