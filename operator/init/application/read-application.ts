import { readFileSync, statSync } from "node:fs";
import { join, normalize } from "node:path";
import { UserError } from "../../process/user-error";
import { readCompose } from "./compose";
import { readDockerfile } from "./dockerfile";
import { type Found, type Note, nothingFound, type Part } from "./found";
import { readPackageJson, readPyproject } from "./manifest";

/** Larger files are no Dockerfile, compose file or list of packages that a person wrote. */
const maxBytes = 1024 * 1024;
const composeNames = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/**
 * Reads the folder of an application: Dockerfile, compose file, `package.json`, `pyproject.toml`. Nothing is run. What could not be taken
 * is in `notTaken`, with its file and line.
 * @throws {UserError} if there is no such folder
 */
export async function readApplication(folder: string): Promise<Found> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`--from ${folder}: expected the folder of an application, found no folder`);
  }
  const notTaken: Note[] = [];
  const read = (name: string) => readText(folder, name, notTaken);
  const [composeName, ...otherNames] = composeNames.filter((name) => read(name) !== undefined);
  for (const file of otherNames) notTaken.push({ file, text: `${composeName} is read instead` });
  for (const file of ["compose.override.yaml", "compose.override.yml", "docker-compose.override.yml"]) {
    if (read(file) !== undefined) notTaken.push({ file, text: "what it overrides is for this machine only" });
  }
  const compose = composeName ? readCompose(read(composeName) ?? "", composeName, read) : undefined;
  const { context = ".", dockerfile = "Dockerfile", target } = compose?.build ?? {};
  const dockerfileName = normalize(join(context, dockerfile));
  const dockerfileText = read(dockerfileName);
  const parts: Part[] = [];
  if (dockerfileText !== undefined) parts.push(readDockerfile(dockerfileText, dockerfileName, target));
  else if (!compose?.image)
    notTaken.push({ file: dockerfileName, text: "no such file: port and command are not known" });
  for (const [name, manifest] of [
    ["package.json", readPackageJson],
    ["pyproject.toml", readPyproject],
  ] as const) {
    const text = read(name);
    if (text !== undefined) parts.push(withoutStores(await manifest(text, name), compose !== undefined));
  }
  return combine([...(compose ? [compose] : []), ...parts], notTaken);
}

/** With a compose file, its services say which stores there are. */
function withoutStores(part: Part, hasCompose: boolean): Part {
  if (!hasCompose) return part;
  const { database, cache, ...rest } = part;
  return { ...rest, taken: part.taken.filter(({ text }) => text.startsWith("name ")) };
}

/** Earlier parts win: a compose file says what runs, a Dockerfile what the image has. */
function combine(parts: readonly Part[], notTaken: readonly Note[]): Found {
  const first = <K extends keyof Part>(key: K) => parts.find((part) => part[key] !== undefined)?.[key];
  const all = <K extends "taken" | "notTaken">(key: K) => parts.flatMap((part) => part[key]);
  const keys = ["name", "image", "port", "command", "imageCommand", "user", "healthPath", "database", "cache"] as const;
  const found = Object.fromEntries(keys.map((key) => [key, first(key)]).filter(([, value]) => value !== undefined));
  return {
    ...nothingFound,
    ...found,
    components: first("components") ?? {},
    tasks: first("tasks") ?? {},
    environment: first("environment") ?? {},
    secrets: first("secrets") ?? [],
    taken: all("taken"),
    notTaken: [...all("notTaken"), ...notTaken],
  };
}

/** The text of a file of the folder; nothing if it is not there. A path that leaves the folder, or a file that is too large, is not read. */
function readText(folder: string, name: string, notTaken: Note[]): string | undefined {
  const path = join(folder, name);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile()) return undefined;
  if (stats.size > maxBytes) {
    if (!notTaken.some(({ file }) => file === name)) notTaken.push({ file: name, text: "larger than 1 MiB, not read" });
    return undefined;
  }
  return readFileSync(path, "utf8");
}
