import { readdirSync } from "node:fs";
import { join } from "node:path";
import { editLines } from "../../operator/init/edit-lines";
import { type AskedPlatform, platforms } from "../../operator/init/model/answers";
import { everything, InitFolder, root } from "../operator/init/project";

/** `npm run init` for every two platforms, and copies of each shipped system. Each platform alone is in `operator/init/platforms.test.ts`. */

let project: InitFolder;
beforeEach(() => {
  project = new InitFolder();
});
afterEach(() => project.remove());

const all: readonly AskedPlatform[] = [...platforms, "account"];
const pairs = all.flatMap((one, at) => all.slice(at + 1).map((other) => `${one},${other}`));

test.each(pairs)(
  "%s: builds without a mistake, and without a name of a shipped system",
  async (names) => {
    const { checked, files } = await project.init({ ...everything, environments: "dev", platforms: names }, true);
    expect(checked.mistakes).toEqual([]);
    expect([...project.built.keys()].sort()).toEqual([...checked.stacks.values()].flat().sort());
    expect(project.foreignNames()).toEqual([]);
    expect(editLines("project", files).length).toBeLessThanOrEqual(12);
  },
  60_000,
);

test.each(readdirSync(join(root, "systems")))(
  "a copy of %s builds, under a name and with values of its own",
  async (example) => {
    const { checked } = await project.init({ ...everything, example, system: "copy" }, true);
    expect(checked.mistakes).toEqual([]);
    const ids = [...project.built.keys()];
    expect(ids.filter((id) => !id.startsWith("account-")).every((id) => id.startsWith("copy-"))).toBe(true);
    for (const [id, json] of project.built) {
      const foreign = ["example.com", "ai-prism.com", "jake-moses", "Z0000", "444444444444", "ghcr.io/example"];
      expect({ id, found: foreign.filter((name) => json.includes(name)) }).toEqual({ id, found: [] });
    }
  },
);
