import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileFailure } from "../../../operator/start/file-failure.cjs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "failure-"));
  file = join(folder, "one");
  writeFileSync(file, "");
});
afterEach(() => rmSync(folder, { recursive: true }));

const another = "name another one, or remove it";
test.each<[string, () => void, () => string]>([
  ["a folder that is a file", () => mkdirSync(file, { recursive: true }), () => `cannot write ${file}: a file is`],
  [
    "a folder below a file",
    () => mkdirSync(join(file, "two"), { recursive: true }),
    () => "cannot write .*: a file is",
  ],
  ["a file that is a folder", () => writeFileSync(folder, ""), () => `cannot write ${folder}: a folder is`],
  ["what is read as a folder", () => readdirSync(file), () => `cannot read ${file}: a file is`],
  ["what is read as a file", () => readFileSync(folder), () => "cannot read a file: a folder is"],
])("%s is said in one line", (_, use, said) => {
  let error: unknown;
  try {
    use();
  } catch (caught) {
    error = caught;
  }
  expect(fileFailure(error)).toMatch(new RegExp(`^${said()} where a .* is expected: ${another}$`));
});

test("a draft that is there already is no folder that is a file", () => {
  let error: unknown;
  try {
    writeFileSync(file, "", { flag: "wx" });
  } catch (caught) {
    error = caught;
  }
  expect(fileFailure(error)).toBeUndefined();
});
