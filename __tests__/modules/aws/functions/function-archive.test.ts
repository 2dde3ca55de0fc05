import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { type FunctionCode, functionArchive } from "../../../../modules/aws/functions/function-archive";

const folder = "__tests__/modules/aws/functions/function-fixture";
const python: FunctionCode = { folder, handler: "greet.handler" };
const typescript: FunctionCode = { folder, handler: "greet.handler", runtime: "nodejs20.x" };

const temporary = mkdtempSync(join(tmpdir(), "function-"));
afterAll(() => rmSync(temporary, { recursive: true }));

/** The same source on what could be another machine: another place, other times, with other caches. */
function elsewhere(name: string): string {
  const copy = join(temporary, name);
  cpSync(folder, copy, { recursive: true });
  cpSync(join(folder, "greet.py"), join(copy, "__pycache__", "greet.cpython-311.pyc"), { recursive: true });
  cpSync(join(folder, "greet.py"), join(copy, ".editor"));
  for (const file of ["greet.py", "greet.ts", "words.ts"]) utimesSync(join(copy, file), 1, 1_000_000_000);
  return copy;
}

/** Makes the archive again, because an existing one would be used. */
function fresh(code: FunctionCode): Buffer {
  rmSync(join(functionArchive(code).file, ".."), { recursive: true });
  return readFileSync(functionArchive(code).file);
}

test.each([
  ["Python", python],
  ["TypeScript", typescript],
])("the same %s source gives the same bytes, wherever and whenever it is made", (name, code) => {
  const here = fresh(code);
  const there = fresh({ ...code, folder: elsewhere(name) });
  expect(there.equals(here)).toBe(true);
});

test("bytes, names, times and modes are those that this test knows", () => {
  const zip = fresh(python);
  expect(Object.keys(unzipSync(zip))).toEqual([
    "greet.py",
    "greet.ts",
    "inner/__init__.py",
    "inner/words.py",
    "words.ts",
  ]);
  // The central directory begins with PK\1\2: made by Unix, 1980-01-01 00:00, readable by all.
  const entry = zip.subarray(zip.indexOf("PK\u0001\u0002"));
  expect({ madeBy: entry[5], time: entry.readUInt16LE(12), date: entry.readUInt16LE(14) }).toEqual({
    madeBy: 3,
    time: 0,
    date: (1 << 5) | 1,
  });
  expect((entry.readUInt32LE(38) >>> 16).toString(8)).toBe("100644");
});

test("a change of the source changes the hash, a change of its tests does not", () => {
  const copy = elsewhere("changed");
  const before = functionArchive({ ...python, folder: copy }).sourceCodeHash;
  writeFileSync(join(copy, "tests", "test_greet.py"), "changed");
  expect(functionArchive({ ...python, folder: copy }).sourceCodeHash).toBe(before);
  writeFileSync(join(copy, "inner", "words.py"), 'GREETING = "Bye"');
  expect(functionArchive({ ...python, folder: copy }).sourceCodeHash).not.toBe(before);
});

test("the hash is that of the file", () => {
  const { file, sourceCodeHash } = functionArchive(python);
  expect(createHash("sha256").update(readFileSync(file)).digest("base64")).toBe(sourceCodeHash);
});

test("a TypeScript function is one file that runs", async () => {
  const files = unzipSync(fresh(typescript));
  expect(Object.keys(files)).toEqual(["greet.js"]);
  const module = new Module("greet") as Module & { _compile(code: string, name: string): void };
  module._compile(strFromU8(files["greet.js"] as Uint8Array), "greet.js");
  expect(await module.exports.handler({ name: "Ada" })).toBe("Hello Ada");
});

test("a handler that no file holds is refused with the file that was expected", () => {
  expect(() => functionArchive({ folder, handler: "handlers.poller.handler" })).toThrow(
    `function ${folder}: expected handlers/poller.py for the handler "handlers.poller.handler"`,
  );
});
