import { editLines } from "../../operator/init/edit-lines";
import { type AskedPlatform, platforms } from "../../operator/init/model/answers";
import { everything, InitFolder } from "../operator/init/project";

/** `npm run init` for every two platforms: each platform alone is in __tests__/operator/init/platforms.test.ts. */

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
