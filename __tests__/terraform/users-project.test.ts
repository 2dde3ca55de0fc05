import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ProjectCopy } from "./support/project-copy";

/** The product's own checks in a checkout whose user's `project/` is broken in every file: they read nothing of it. */

const broken: Readonly<Record<string, string>> = {
  "project/environments/base.tfvars": "account_id = {{",
  "project/environments/prod.tfvars": "region = [",
  "project/systems/shop/base.tfvars": 'application = { image = "',
  "project/systems/shop/prod.tfvars": "aws = = {}",
  "project/exceptions.tfvars": "exceptions = (",
  "project/addresses/prod/shop-aws-prod.txt": "aws_db_instance.gone",
  "project/functions/shop/handler.ts": "import {",
  "project/functions/shop/handler.test.ts": 'test("fails", () => { throw new Error(); });',
  "project/package.json": '{ "name": "multicloud-stacks", ',
  "project/README.md": "[nothing](nowhere.md)",
};

const suites = [
  "architecture",
  "docs/",
  "policy.test",
  "project/examples-only",
  "settings/project",
  "stacks/(addresses|every-stack)",
];

let copy: ProjectCopy;

beforeAll(() => {
  copy = new ProjectCopy();
  for (const [file, text] of Object.entries(broken)) {
    mkdirSync(dirname(copy.path(file)), { recursive: true });
    writeFileSync(copy.path(file), text);
  }
});

afterAll(() => copy.remove());

test.each([
  ["the types", "tsc", ["--noEmit"], "project"],
  [
    "lint and formatting",
    "biome",
    ["ci", "--error-on-warnings", "--vcs-enabled=false", "main.ts", "project"],
    "project",
  ],
  ["unit tests", "jest", ["--selectProjects", "unit", "--testPathPatterns", ...suites], "project"],
])("%s", async (_, tool, args, project) => {
  const env = { PROJECT: project, STACKS: "shop-aws-prod", SETTINGS_FILES: "project/environments/prod.tfvars" };
  const { code, out, err } = await copy.start(copy.path("node_modules/.bin", tool), args, { env }).ended;
  expect({ code, text: code === 0 ? "" : out + err }).toEqual({ code: 0, text: "" });
});

test("npm run check reads it: its settings are the user's to mend", async () => {
  const { code, err } = await copy.cli("synth");
  expect(code).toBe(1);
  expect(err).toContain("project/environments/prod.tfvars:1");
});
