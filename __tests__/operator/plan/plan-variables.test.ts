import { destroysByEnvironment, lateBoundValues, planEnvironment } from "../../../operator/plan/plan-variables";

const config = {
  variables: ["image", "green_percent", "password"],
  defaults: { image: "app:1", green_percent: 0 },
  lateBound: {},
  backend: { type: "s3", settings: {} },
};
const cloud = { ...config, backend: { type: "cloud", settings: {} } };
const image = (given: Partial<Parameters<typeof lateBoundValues>[0]>, value: string) =>
  lateBoundValues({ config, vars: {}, env: {}, ...given }, { variables: { image: { value } } })[0];

test.each([
  ["default of the file", {}, "app:1"],
  ["--var", { vars: { image: "app:2" } }, "app:2"],
  ["--var", { vars: { image: "app:2" }, env: { TF_VAR_image: "app:3" } }, "app:2"],
  ["TF_VAR_image", { env: { TF_VAR_image: "app:2" } }, "app:2"],
  ["TF_CLI_ARGS_plan", { env: { TF_CLI_ARGS_plan: "-var image=app:2", TF_VAR_image: "app:3" } }, "app:2"],
  ["TF_CLI_ARGS", { env: { TF_CLI_ARGS: '-no-color -var="image=app:2"' } }, "app:2"],
  ["workspace of HCP Terraform", { config: cloud }, "app:2"],
  ["variables file", {}, "app:2"],
])("an image comes from %s (%j)", (source, given, value) => {
  expect(image(given, value)).toEqual({ name: "image", value: JSON.stringify(value), source });
});

describe("a value that the state keeps", () => {
  const keeping = { ...config, defaults: { ...config.defaults, image: null }, lateBound: { image: "app:1" } };
  const kept = (input: string) => ({
    resource_changes: [{ address: "terraform_data.image", change: { before: null, after: { input } } }],
  });
  const found = (input: string | undefined, given: object = {}, variables = {}) =>
    lateBoundValues({ config: keeping, vars: {}, env: {}, ...given }, { ...(input && kept(input)), variables })[0];

  test.each<[source: string, value: string, found: ReturnType<typeof found>]>([
    ["setting", "app:1", found("app:1")],
    ["release", "app:2", found("app:2", {}, { image: { value: null } })],
    ["--var", "app:3", found("app:3", { vars: { image: "app:3" } }, { image: { value: "app:3" } })],
    ["TF_VAR_image", "app:3", found("app:3", { env: { TF_VAR_image: "app:3" } }, { image: { value: "app:3" } })],
    ["variables file", "app:3", found("app:3", {}, { image: { value: "app:3" } })],
    ["--var", "app:3", found(undefined, { vars: { image: "app:3" } })],
    ["setting", "app:1", found(undefined)],
  ])("comes from %s: %s", (source, value, made) => {
    expect(made).toEqual({ name: "image", value: JSON.stringify(value), source, setting: '"app:1"' });
  });

  test("is a number where the setting is one", () => {
    const numbers = { ...config, lateBound: { green_percent: 0 } };
    const [, percent] = lateBoundValues({ config: numbers, vars: { green_percent: "50" }, env: {} });
    expect(percent).toEqual({ name: "green_percent", value: "50", source: "--var", setting: "0" });
  });
});

test("a plan that was not read has the values that it was given", () => {
  const env = { TF_VAR_green_percent: "50" };
  expect(lateBoundValues({ config, vars: { image: "app:2" }, env }).slice(0, 2)).toEqual([
    { name: "image", value: '"app:2"', source: "--var" },
    { name: "green_percent", value: "50", source: "TF_VAR_green_percent" },
  ]);
});

test("a variable without a default may be a secret and is never shown", () => {
  const found = lateBoundValues({ config, vars: { password: "hunter2" }, env: {} });
  expect(found[2]).toEqual({ name: "password", value: "(sensitive)", source: "--var" });
});

test("the environment is named where it changes a plan", () => {
  const env = {
    TF_CLI_ARGS_plan: "-x",
    TF_CLI_ARGS: "-y",
    TF_VAR_image: "a",
    TF_VAR_other: "b",
    TF_CLI_ARGS_apply: "",
    HOME: "/",
  };
  expect(planEnvironment({ config, vars: {}, env })).toEqual(["TF_CLI_ARGS", "TF_CLI_ARGS_plan", "TF_VAR_image"]);
  expect(planEnvironment({ config, vars: { image: "c" }, env })).toEqual(["TF_CLI_ARGS", "TF_CLI_ARGS_plan"]);
});

test.each([
  ["-destroy", true],
  ["-no-color -destroy=true", true],
  ['"-destroy"', true],
  ["-destroy=false", false],
  ["-var image=app-destroy", false],
])("%s destroys everything: %s", (text, destroys) => {
  expect(destroysByEnvironment({ TF_CLI_ARGS_plan: text })).toBe(destroys);
});
