import { join } from "node:path";
import { loadSettings } from "../../../settings/load";
import { formatMistake, SettingsError } from "../../../settings/mistake";
import { conflicts } from "../../../settings/project/conflicts/conflicts";
import { readProject } from "../../../settings/project/stacks";
import { settingsSchema } from "../../../settings/schema";
import { stepsOf } from "../../../settings/schema/pipeline";
import { testProject } from "../project";

const base = testProject({}, settingsSchema);
let made = 0;

const containers = (network: number) => `
application = { image = "ghcr.io/acme/shop:1.0.0", cpu = 1, memory_mib = 2048 }
aws = {
  network       = { cidr = "10.${network}.0.0/16" }
  load_balancer = { domain = "shop${network}.example.com", create_zone = true }
}
`;

/** A project with a system `shop` on Lambda in some environments, and the environments of others. */
function project(baseFile: string, environments: readonly string[], empty: readonly string[] = [], dev = "") {
  made += 1;
  const files = [...environments, ...empty].map((name) => [
    `environments/${name}.tfvars`,
    `account_id = "111111111111"\ndata_class = "synthetic"\nprotected = false\n`,
  ]);
  const stacks = environments.map((name) => [
    `systems/shop/${name}.tfvars`,
    `aws_serverless = { ${name === environments[0] ? dev : ""} }`,
  ]);
  const all = Object.fromEntries([...files, ...stacks, ["systems/shop/base.tfvars", baseFile]]);
  base.write(Object.fromEntries(Object.entries(all).map(([name, text]) => [`${made}/${name}`, String(text)])));
  const folder = join(base.root, String(made));
  return { folder, project: readProject({ root: folder }) };
}

/** What is wrong between the stacks, each once. */
function between(baseFile: string, environments: readonly string[], empty: readonly string[] = []): string[] {
  const { folder, project: read } = project(baseFile, environments, empty);
  return [...conflicts(read, read.stacks, { root: folder }).values()].flat().map(formatMistake);
}

const all = ["dev", "test", "staging", "prod"];

describe("a pipeline leads to environments that exist, in which the system has a stack", () => {
  test.each([
    ['pipeline = "gitflow"', ["dev", "prod"]],
    ['pipeline = "trunk"', ["staging", "prod"]],
    ['pipeline = "candidates"', ["test", "staging", "prod"]],
    ['pipeline = "gitflow"\npipeline_environments = { development = "test" }', ["test", "prod"]],
    ['pipeline = "trunk"\npipeline_tests = "test:shop"', ["staging", "prod"]],
    ['pipeline = "trunk"\npipeline_environments = { standby = "west" }', ["staging", "prod", "west"]],
    ["", ["dev"]],
  ])("%s", (file, environments) => {
    expect(between(file, environments)).toEqual([]);
  });

  test.each<[file: string, environments: readonly string[], empty: readonly string[], ...mistakes: string[]]>([
    [
      'pipeline = "trunk"',
      ["dev", "prod"],
      [],
      "systems/shop/base.tfvars:1: pipeline: no such environment, expected one of dev, prod, or another name in pipeline_environments.staging, found staging, where trunk has its staging",
    ],
    [
      'pipeline = "gitflow"\npipeline_environments = { production = "prd" }',
      ["dev", "prod"],
      [],
      "systems/shop/base.tfvars:2: pipeline_environments.production: no such environment, expected prod (the nearest name), or another name in pipeline_environments.production, found prd, where gitflow has its production",
    ],
    [
      'pipeline = "candidates"',
      ["staging", "prod"],
      ["test"],
      "systems/shop/base.tfvars:1: pipeline: the system has no stack there, expected an environment in which shop has a stack: prod, staging, found test, where candidates has its test",
    ],
    [
      'pipeline = "trunk"\npipeline_environments = { development = "dev" }',
      all,
      [],
      'systems/shop/base.tfvars:2: pipeline_environments.development: a stage that the pipeline does not have, expected one of staging, production, standby, the stages of trunk, found "dev"',
    ],
    [
      'pipeline = "gitflow"\npipeline_tests = "test:shop"',
      ["dev", "prod"],
      [],
      "systems/shop/base.tfvars:2: pipeline_tests: they run after a release to staging, which gitflow does not have, expected no such key, found test:shop",
    ],
    [
      'pipeline = "trunk"\npipeline_environments = { standby = "west" }',
      ["staging", "prod"],
      ["west"],
      "systems/shop/base.tfvars:2: pipeline_environments.standby: the system has no stack there, expected an environment in which shop has a stack: prod, staging, found west, where trunk has its standby",
    ],
    [
      'pipeline = "trunk"\npipeline_environments = { standby = "prod" }',
      ["staging", "prod"],
      [],
      "systems/shop/base.tfvars:2: pipeline_environments.standby: one environment for production and standby, expected another environment than that of production, found prod",
    ],
  ])("not %s with stacks in %j", (file, environments, empty, ...mistakes) => {
    expect(between(file, environments, empty)).toEqual(mistakes);
  });
});

describe("a pipeline is of the system", () => {
  const wrong = (file: string, dev = "") => {
    const { folder, project: read } = project(file, ["dev", "prod"], [], dev);
    const stack = read.stacks.find(({ environment }) => environment === "dev");
    try {
      loadSettings({ platform: "aws-serverless", environment: "dev", system: stack?.system }, { root: folder });
      return [];
    } catch (error) {
      if (error instanceof SettingsError) return error.message.split("\n");
      throw error;
    }
  };
  const misplaced = "in the wrong place, expected it at the top of the system's base.tfvars, for all its stacks, found";

  test("not of one of its environments, nor of one of its platforms", () => {
    expect(wrong('aws_serverless = { pipeline = "trunk" }')).toEqual([
      `systems/shop/base.tfvars:1: aws_serverless.pipeline: ${misplaced} "trunk"`,
    ]);
    expect(wrong("", 'pipeline = "trunk"')).toEqual([
      `systems/shop/dev.tfvars:1: aws_serverless.pipeline: ${misplaced} "trunk"`,
    ]);
  });

  test("another word is refused with those that there are", () => {
    expect(wrong('pipeline = "git-flow"')).toEqual([
      expect.stringMatching(/^systems\/shop\/base\.tfvars:1: pipeline: .*gitflow.*, found "git-flow"$/),
    ]);
  });
});

test("a standby follows production on the same commits", () => {
  expect(stepsOf("gitflow", { standby: "west" }).at(-1)).toEqual({
    ...{ stage: "standby", on: { branch: "main" }, environment: "west" },
  });
});

test("the ways to production are those of the documents", () => {
  const ways = (pipeline: "gitflow" | "trunk" | "candidates") =>
    stepsOf(pipeline).map(({ on, environment }) => [Object.values(on)[0], environment]);
  expect(ways("gitflow")).toEqual([
    ["develop", "dev"],
    ["main", "prod"],
  ]);
  expect(ways("trunk")).toEqual([
    ["develop", "staging"],
    ["versions", "prod"],
  ]);
  expect(ways("candidates")).toEqual([
    ["main", "test"],
    ["candidates", "staging"],
    ["versions", "prod"],
  ]);
});

test("functions do not go to an environment whose one before does not have them: nothing would have tested them", () => {
  base.write({
    "half/environments/staging.tfvars": 'account_id = "111111111111"\ndata_class = "synthetic"\nprotected = false\n',
    "half/environments/prod.tfvars": 'account_id = "222222222222"\ndata_class = "synthetic"\nprotected = false\n',
    "half/systems/shop/base.tfvars": 'pipeline = "trunk"\naws_serverless = { name = "shop-api" }\n',
    "half/systems/shop/staging.tfvars": containers(1),
    "half/systems/shop/prod.tfvars": `${containers(2)}\naws_serverless = {}\n`,
  });
  const folder = join(base.root, "half");
  const read = readProject({ root: folder });
  expect([...conflicts(read, read.stacks, { root: folder }).values()].flat().map(formatMistake)).toEqual([
    "systems/shop/base.tfvars:1: pipeline: nothing is released before shop-aws-serverless-prod, expected shop on aws-serverless in staging, the environment before, found none",
  ]);
});
