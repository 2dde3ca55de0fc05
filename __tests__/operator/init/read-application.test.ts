import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readApplication } from "../../../operator/init/application/read-application";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "application-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

test("a Dockerfile alone, with the packages of package.json", async () => {
  write({
    Dockerfile: "FROM node:20\nEXPOSE 3000\nUSER 1000\n",
    "package.json": JSON.stringify({ name: "shop", dependencies: { express: "4", pg: "8", ioredis: "5" } }),
  });
  const found = await readApplication(folder);
  expect(found).toMatchObject({ name: "shop", port: 3000, database: {}, cache: {}, notTaken: [] });
  expect(found.taken).toContainEqual({ file: "package.json", line: 1, text: "the database, by the package pg" });
});

test.each([
  ['[project]\nname = "shop"\ndependencies = ["fastapi>=0.1", "psycopg[binary]>=3"]\n'],
  ['[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.12"\npsycopg = "3"\n'],
])("pyproject.toml: %j", async (text) => {
  write({ Dockerfile: "FROM x\nUSER 1\n", "pyproject.toml": text });
  const found = await readApplication(folder);
  expect(found).toMatchObject({ name: "shop", database: {} });
  expect(found.cache).toBeUndefined();
});

test("with a compose file, its services say which stores there are, and where the Dockerfile is", async () => {
  write({
    "docker-compose.yml":
      "services: { api: { build: { context: server, dockerfile: prod.Dockerfile }, ports: ['1:8000'] } }",
    "server/prod.Dockerfile": 'FROM x\nEXPOSE 9000\nUSER 5\nCMD ["a"]\n',
    "package.json": JSON.stringify({ dependencies: { pg: "8" } }),
    "compose.override.yml": "services: {}",
  });
  const found = await readApplication(folder);
  expect(found).toMatchObject({ port: 8000, imageCommand: ["a"], user: "5" });
  expect(found.database).toBeUndefined();
  expect(found.notTaken).toEqual([{ file: "compose.override.yml", text: expect.any(String) }]);
});

test.each([
  [{ "package.json": "{" }, /package\.json:1: it is no JSON/],
  [{ "package.json": "[]" }, /it is no JSON object/],
  [{ "pyproject.toml": "[project\n" }, /pyproject\.toml:1: it is no TOML/],
  [{}, /Dockerfile: no such file/],
  [{ Dockerfile: "x".repeat(1024 * 1024 + 1) }, /Dockerfile: larger than 1 MiB/],
])("what cannot be read is said: %#", async (files, expected) => {
  write(files as unknown as Record<string, string>);
  const { notTaken } = await readApplication(folder);
  expect(notTaken.map(({ file, line, text }) => `${file}${line ? `:${line}` : ""}: ${text}`).join("\n")).toMatch(
    expected,
  );
});

test("a folder that is not there is said", async () => {
  await expect(readApplication(join(folder, "none"))).rejects.toThrow(
    /--from .*none: expected the folder of an application/,
  );
});
