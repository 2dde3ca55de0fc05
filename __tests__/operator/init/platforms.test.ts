import { editLines } from "../../../operator/init/edit-lines";
import { type AskedPlatform, platforms } from "../../../operator/init/model/answers";
import { everything, InitFolder } from "./project";

let project: InitFolder;
beforeEach(() => {
  project = new InitFolder();
});
afterEach(() => project.remove());

const all: readonly AskedPlatform[] = [...platforms, "account"];
test.each([...all, platforms.join(",")])(
  "%s: builds without a mistake, and without a name of a shipped system",
  async (names) => {
    const { checked, files } = await project.init({ ...everything, platforms: names }, true);
    expect(checked.mistakes).toEqual([]);
    expect([...project.built.keys()].sort()).toEqual([...checked.stacks.values()].flat().sort());
    expect(project.foreignNames()).toEqual([]);
    expect(editLines("project", files).length).toBeLessThanOrEqual(12);
  },
);

test("only what was chosen is a stack: no cloud, and no local environment where the emulators have nothing", async () => {
  const { checked } = await project.init({ ...everything, platforms: "gcp" });
  expect([...checked.stacks.values()].flat()).toEqual(["account-dev", "shop-gcp-dev", "account-prod", "shop-gcp-prod"]);
});

test("for AWS, the emulator's environment is written, too", async () => {
  const { checked } = await project.init({ ...everything, platforms: "aws,gcp" });
  expect(checked.stacks.get("local")).toEqual(["account-local", "shop-aws-local"]);
});

test("with HCP Terraform, a system on Google Cloud names no AWS account", async () => {
  const { checked } = await project.init({ ...everything, account: [], platforms: "gcp", state: "hcp:acme" }, true);
  expect(checked.mistakes).toEqual([]);
  expect([...project.built.keys()]).toEqual(["shop-gcp-dev", "shop-gcp-prod"]);
  expect(JSON.stringify(project.files())).not.toMatch(/account_id/);
});

test("with HCP Terraform, AWS stacks have no role for GitHub, and those of the emulators keep their own state", async () => {
  const { checked } = await project.init({ ...everything, platforms: "aws,kubernetes", state: "hcp:acme" }, true);
  expect(checked.mistakes).toEqual([]);
  expect(project.built.get("shop-aws-local")).toMatch(/"backend":\s*\{\s*"s3"/);
  expect(project.built.get("shop-aws-dev")).toMatch(/"cloud"/);
});
