import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { compare } from "../../../operator/affected/compare";
import { readProject } from "../../../settings/project/stacks";
import { synthesize } from "../../../stacks/synthesis/synthesize";
import { edits, meaning, original, stacks, type Version, write } from "./edited-project";

const folder = mkdtempSync(join(tmpdir(), "affected-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a version and builds all of it. */
async function build(version: Version, name: string) {
  const root = join(folder, name);
  const outdir = join(folder, `${name}-built`);
  write(version, root);
  const project = readProject({ root });
  rmSync(outdir, { recursive: true, force: true });
  const { built, details } = await synthesize({ project, outdir, stacks: project.stacks });
  expect(details).toEqual([]);
  return { project, outdir, built, details };
}

test("of 200 generated edits none is missed and none is false, and each is named with its file", async () => {
  const { outdir } = await build(original, "then");
  const files = join(folder, "then");
  const then = {
    ...{ commit: "", key: "", workTree: join(folder, "now"), project: "", mistakes: [] },
    ...{ files, outdir, place: { root: files } },
  };
  const before = digests(outdir);
  const counts = { affected: 0, same: 0 };
  await fc.assert(
    fc.asyncProperty(edits, async (edited) => {
      const now = await build(edited, "now");
      const found = (await compare(then, now)).filter(({ change }) => change === "changed");
      const expected = meaning(edited);
      expect(found.map(({ stack }) => stack).sort()).toEqual([...expected.keys()].sort());
      const after = digests(now.outdir);
      expect(found.map(({ stack }) => stack)).toEqual(stacks.filter((id) => before.get(id) !== after.get(id)));
      for (const { stack, why } of found) {
        const settings = why.flatMap((one) => ("setting" in one ? [`${one.file} ${one.setting}`] : []));
        const code = why.flatMap((one) => ("file" in one && !("setting" in one) ? [one.file] : []));
        expect(settings.sort()).toEqual(expected.get(stack)?.settings);
        expect(code).toEqual(expected.get(stack)?.code ? ["functions/bot/handlers/extra.py"] : []);
      }
      counts[found.length > 0 ? "affected" : "same"] += 1;
    }),
    // A build for each step of shrinking would take longer than the edit is hard to read.
    { numRuns: 200, endOnFailure: true },
  );
  // Neither half is empty, so that the test can fail both ways.
  expect(Math.min(counts.affected, counts.same)).toBeGreaterThan(30);
}, 900_000);

/** A digest of each stack, made in another way: its text without the lines of comments, and the names and bytes of its assets. */
function digests(outdir: string): Map<string, string> {
  return new Map(
    readdirSync(join(outdir, "stacks")).map((id) => {
      const hash = createHash("sha256");
      const entries = readdirSync(join(outdir, "stacks", id), { recursive: true, withFileTypes: true });
      for (const entry of entries
        .filter((one) => one.isFile())
        .sort((a, b) => (a.name + a.parentPath < b.name + b.parentPath ? -1 : 1))) {
        const bytes = readFileSync(join(entry.parentPath, entry.name));
        const text =
          entry.name === "cdk.tf.json" ? bytes.toString().replace(/"\/\/": \{[\s\S]*?\n(\s*)\},?\n/g, "") : bytes;
        hash.update(entry.parentPath.slice(outdir.length)).update(entry.name).update(text);
      }
      return [id, hash.digest("hex")];
    }),
  );
}
