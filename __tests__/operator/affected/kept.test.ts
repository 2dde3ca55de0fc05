import { existsSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kept } from "../../../operator/affected/kept";

let folder: string;
const made: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kept-"));
  made.length = 0;
});

async function make(key: string): Promise<string> {
  return kept(folder, key, async (draft) => {
    mkdirSync(draft);
    writeFileSync(join(draft, "whole"), key);
    made.push(key);
  });
}

test("what is kept is not made again, and the last three that were used are kept", async () => {
  for (const [index, key] of ["a", "b", "c"].entries()) {
    await make(key);
    utimesSync(join(folder, key), index, index);
  }
  await make("a");
  await make("d");
  expect(made).toEqual(["a", "b", "c", "d"]);
  expect(readdirSync(folder).sort()).toEqual(["a", "c", "d"]);
});

test("nothing is left of one that could not be made, nor of a run that was killed", async () => {
  mkdirSync(join(folder, "draft-000000-1"));
  utimesSync(join(folder, "draft-000000-1"), 0, 0);
  const failed = kept(folder, "a", async (draft) => {
    mkdirSync(draft);
    throw new Error("full");
  });
  await expect(failed).rejects.toThrow("full");
  expect(readdirSync(folder)).toEqual([]);
});

test("of two that are made at once, the first is taken", async () => {
  const found = await kept(folder, "a", async (draft) => {
    mkdirSync(draft);
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a", "first"), "");
  });
  expect(existsSync(join(found, "first"))).toBe(true);
  expect(readdirSync(folder)).toEqual(["a"]);
});
