import { attributeChanges } from "../../../operator/plan/plan-attributes";
import type { ResourceChange } from "../../../operator/plan/plan-json";

const plan = (change: Partial<ResourceChange["change"]>, set: readonly string[] = []) =>
  attributeChanges({
    resource_changes: [{ address: "a.one", change: { before: {}, after: {}, ...change } }],
    configuration: {
      root_module: { resources: [{ address: "a.one", expressions: Object.fromEntries(set.map((key) => [key, {}])) }] },
    },
  }).get("a.one");
const lines = (change: Partial<ResourceChange["change"]>, set?: readonly string[]) =>
  plan(change, set)?.attributes.map(({ path, before, after }) => `${path}: ${before} → ${after}`);

test("are those that differ, with what forces a replacement", () => {
  const found = plan(
    {
      before: { name: "x", size: 1, tags: { A: "1" } },
      after: { name: "x", size: 2, tags: { A: "1", B: "2" } },
      after_unknown: { arn: true, policy: true },
      replace_paths: [["size"]],
    },
    ["name", "size", "policy"],
  );
  expect(found?.attributes).toEqual([
    { path: "size", before: "1", after: "2", forcesReplacement: true },
    { path: "tags.B", before: "(none)", after: '"2"', forcesReplacement: false },
    { path: "policy", before: "(none)", after: "(known after apply)", forcesReplacement: false },
  ]);
  expect(found?.computed).toEqual(["arn"]);
});

describe("inside a text that holds JSON", () => {
  const definitions = (image: string, LEVEL = "info") =>
    JSON.stringify([
      { name: "api", image, environment: [{ name: "LEVEL", value: LEVEL }] },
      { name: "collector", image: "collector:1" },
    ]);

  test("a container's image is named by the container", () => {
    expect(
      lines({
        before: { container_definitions: definitions("ghcr.io/o/app:1.0.0") },
        after: { container_definitions: definitions("ghcr.io/o/app:1.1.0", "debug") },
      }),
    ).toEqual([
      'container_definitions.api.image: "ghcr.io/o/app:1.0.0" → "ghcr.io/o/app:1.1.0"',
      'container_definitions.api.environment.LEVEL.value: "info" → "debug"',
    ]);
  });

  test("lines of a policy are added and removed, each under its statement", () => {
    const policy = (...Action: string[]) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Read", Effect: "Allow", Action, Resource: "*" }] });
    expect(
      lines({ before: { policy: policy("s3:Get", "s3:List") }, after: { policy: policy("s3:List", "s3:Put") } }),
    ).toEqual(['policy.Statement.Read.Action: "s3:Get" → (none)', 'policy.Statement.Read.Action: (none) → "s3:Put"']);
  });

  test("a dashboard's graph is named by its title", () => {
    const body = (label: string) =>
      JSON.stringify({ widgets: [{ properties: { title: "Errors", metrics: [["A", { label }]] } }] });
    const [line] = lines({ before: { dashboard_body: body("old") }, after: { dashboard_body: body("new") } }) ?? [];
    expect(line).toMatch(/^dashboard_body\.widgets\.Errors\.properties\.metrics/);
  });

  test("another order of keys is no difference", () => {
    expect(lines({ before: { policy: '{"A":1,"B":[2]}' }, after: { policy: '{ "B": [2], "A": 1 }' } })).toEqual([]);
  });

  test("a long value is never cut", () => {
    const long = "x".repeat(5_000);
    expect(lines({ before: { body: `${long}1` }, after: { body: `${long}2` } })).toEqual([
      `body: "${long}1" → "${long}2"`,
    ]);
  });
});

test("a part that only the apply knows is named alone", () => {
  expect(
    lines(
      {
        before: { rule: [{ id: "r-1", port: 1 }] },
        after: { rule: [{ port: 2 }] },
        after_unknown: { rule: [{ id: true }] },
      },
      ["rule"],
    ),
  ).toEqual(['rule.0.id: "r-1" → (known after apply)', "rule.0.port: 1 → 2"]);
});

test.each<[string, unknown, unknown]>([
  ["a value", { password: true }, {}],
  ["a value that is sensitive only afterwards", {}, { password: true }],
  ["a whole resource", true, true],
  ["a block with a sensitive value in it", { block: [{ inner: true }] }, {}],
])("%s that is sensitive is never shown", (_, before_sensitive, after_sensitive) => {
  const found = plan({
    before: { password: "hunter2", block: [{ inner: "hunter2" }] },
    after: { password: "hunter3", block: [{ inner: "hunter3" }] },
    before_sensitive: before_sensitive === true ? true : { password: true, ...Object(before_sensitive) },
    after_sensitive: after_sensitive === true ? true : { ...Object(after_sensitive), block: [{ inner: true }] },
  });
  expect(found?.attributes.map(({ path }) => path)).toEqual(["password", "block"]);
  expect(JSON.stringify(found)).not.toContain("hunter");
});
