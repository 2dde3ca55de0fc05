import type { ResourceChange } from "../../../operator/plan/plan-json";
import { imagesTakenBack } from "../../../operator/plan/taken-back";

const [old, now] = ["ghcr.io/o/app:1.4.2", "ghcr.io/o/app:1.0.0"];
const image = { name: "image", value: JSON.stringify(now), source: "default of the file" };
const change = (address: string, before: unknown, after: unknown, more = {}): ResourceChange => ({
  address,
  change: { actions: ["update"], before, after, ...more },
});
const taken = (changes: readonly ResourceChange[], variables = [image]) =>
  imagesTakenBack({ resource_changes: changes }, variables);

test.each<[what: string, at: (image: string) => unknown]>([
  ["a task's JSON", (image) => ({ container_definitions: JSON.stringify([{ name: "a", image }]) })],
  ["a Cloud Run service", (image) => ({ template: [{ containers: [{ image }] }] })],
  ["a container group", (image) => ({ container: [{ image, name: "a" }, { image: "proxy:1" }] })],
  ["a deployment", (image) => ({ spec: [{ template: [{ spec: [{ container: [{ image }] }] }] }] })],
  ["a function", (image) => ({ image_uri: image })],
])("the running image of %s is named", (_, at) => {
  expect(taken([change("a.b", at(old), at(now))])).toEqual([
    { variable: "image", running: old, planned: now, addresses: ["a.b"] },
  ]);
});

test("resources with the same image are one line", () => {
  const found = taken([change("a.b", { image: old }, { image: now }), change("a.c", { image: old }, { image: now })]);
  expect(found.map(({ addresses }) => addresses)).toEqual([["a.b", "a.c"]]);
});

test("an instance that gets a new key with the new image counts as the same", () => {
  const found = taken([change('a.b["old"]', { image: old }, null), change('a.b["new"]', null, { image: now })]);
  expect(found).toMatchObject([{ running: old, planned: now }]);
});

test.each<[what: string, changes: ResourceChange[], variables: (typeof image)[]]>([
  ["a first deploy", [change("a.b", null, { image: now })], [image]],
  ["the same image", [change("a.b", { image: now, cpu: 1 }, { image: now, cpu: 2 })], [image]],
  ["an image that was given", [change("a.b", { image: old }, { image: now })], [{ ...image, source: "--var" }]],
  ["an image that is no variable's", [change("a.b", { image: "proxy:1" }, { image: "proxy:2" })], [image]],
  ["what goes away", [change("a.b", { image: old }, null)], [image]],
])("%s takes nothing back", (_, changes, variables) => {
  expect(taken(changes, variables)).toEqual([]);
});

test("of two variables with one value the one that the resource refers to is named", () => {
  const plan = {
    resource_changes: [change("a.b", { image: old }, { image: now })],
    configuration: {
      root_module: { resources: [{ address: "a.b", expressions: { image: { references: ["var.green_image"] } } }] },
    },
  };
  expect(imagesTakenBack(plan, [image, { ...image, name: "green_image" }])[0]?.variable).toBe("green_image");
});

describe("a value that the state keeps", () => {
  const kept = (input: string, setting: string): ResourceChange => ({
    address: "terraform_data.image",
    change: { before: { input, triggers_replace: [setting] }, after: { input: now, triggers_replace: [now] } },
  });
  const service = change("a.b", { image: old }, { image: now });
  const setting = { ...image, source: "setting" };

  test("an edited setting that replaces what was released takes it back", () => {
    expect(taken([kept(old, "ghcr.io/o/app:0.9.0"), service], [setting])).toMatchObject([
      { running: old, planned: now },
    ]);
  });

  test("a state that keeps nothing yet loses what runs", () => {
    expect(taken([service], [setting])).toMatchObject([{ running: old, planned: now }]);
  });

  test("an edited setting takes nothing back where the setting ran, and a release never does", () => {
    expect(taken([kept(old, old), service], [setting])).toEqual([]);
    expect(taken([kept(old, old), service], [{ ...setting, source: "--var" }])).toEqual([]);
    expect(taken([kept(old, old), service], [{ ...setting, source: "release" }])).toEqual([]);
  });
});

test("a sensitive value is never read", () => {
  const hidden = { before_sensitive: { container_definitions: true } };
  const at = (of: string) => ({ container_definitions: JSON.stringify([{ image: of }]) });
  expect(taken([change("a.b", at(old), at(now), hidden)])).toEqual([]);
});
