import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withSelection } from "../../../operator/operations/selection";

const folder = mkdtempSync(join(tmpdir(), "selection-"));
const wrong = join(folder, "wrong.tfvars");
writeFileSync(wrong, "gcp = { bogus = 1 }\n");
afterAll(() => rmSync(folder, { recursive: true }));

const select = { patterns: ["account-dev", "gcp-dev"], settingsFiles: [wrong] };

test("a mistake in the settings of one stack is an error for all", async () => {
  await expect(withSelection(select, async () => {})).rejects.toThrow("gcp-dev");
});

test("where mistakes are apart, the others are worked on", async () => {
  const apart: string[] = [];
  const take = (id: string, mistakes: string) => void apart.push(`${id}: ${mistakes}`);
  const ids = await withSelection({ ...select, apart: take }, async (selection) => selection.ids);
  expect(ids).toEqual(["account-dev"]);
  expect(apart).toEqual([expect.stringMatching(/^gcp-dev: (?!gcp-dev).*wrong\.tfvars:1: .*bogus/)]);
});
