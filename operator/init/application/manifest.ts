import type { Note, Part } from "./found";

const databasePackages =
  /^(pg|postgres|pg-promise|@prisma\/client|typeorm|psycopg|psycopg2|psycopg2-binary|asyncpg|pg8000)$/;
const cachePackages = /^(redis|ioredis|@redis\/client|iovalkey|bullmq|bull|valkey|redis-om|aioredis|hiredis|rq)$/;

/** What `package.json` says: the name of the application, and by its packages whether it uses PostgreSQL and Redis. */
export function readPackageJson(text: string, file: string): Part {
  let content: { name?: unknown; dependencies?: unknown };
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { taken: [], notTaken: [{ file, line: 1, text: `it is no JSON: ${(error as Error).message}` }] };
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    return { taken: [], notTaken: [{ file, line: 1, text: "it is no JSON object" }] };
  }
  const names = Object.keys((content.dependencies ?? {}) as object);
  return part(file, text, typeof content.name === "string" ? content.name : undefined, names);
}

/** The same of `pyproject.toml`, of the standard's tables and of Poetry's. */
export async function readPyproject(text: string, file: string): Promise<Part> {
  const { parse: parseToml, TomlError } = await import("smol-toml");
  let content: Record<string, unknown>;
  try {
    content = parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return {
      taken: [],
      notTaken: [{ file, line: error.line, text: `it is no TOML: ${error.message.split("\n")[0]}` }],
    };
  }
  const project = table(content.project);
  const poetry = table(table(content.tool).poetry);
  const listed = Array.isArray(project.dependencies) ? project.dependencies.map(String) : [];
  const names = [
    ...listed.map((it) => /^[\w.-]+/.exec(it.trim())?.[0].toLowerCase() ?? ""),
    ...Object.keys(table(poetry.dependencies)),
  ];
  const name = project.name ?? poetry.name;
  return part(file, text, typeof name === "string" ? name : undefined, names);
}

const table = (value: unknown) =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

function part(file: string, text: string, name: string | undefined, packages: readonly string[]): Part {
  const database = packages.find((it) => databasePackages.test(it));
  const cache = packages.find((it) => cachePackages.test(it));
  const lineOf = (word: string) => text.split("\n").findIndex((line) => line.includes(word)) + 1 || 1;
  const taken: Note[] = [];
  if (name) taken.push({ file, line: lineOf(name), text: `name ${name}` });
  if (database) taken.push({ file, line: lineOf(database), text: `the database, by the package ${database}` });
  if (cache) taken.push({ file, line: lineOf(cache), text: `the cache, by the package ${cache}` });
  return { name, ...(database && { database: {} }), ...(cache && { cache: {} }), taken, notTaken: [] };
}
