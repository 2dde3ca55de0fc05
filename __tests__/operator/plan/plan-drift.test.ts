import { manualChanges } from "../../../operator/plan/plan-drift";

interface Touched {
  readonly written: object;
  readonly found: object | null;
  readonly planned?: object;
  readonly set?: readonly string[];
}

const drift = ({ written, found, planned = written, set = Object.keys(written) }: Touched) =>
  manualChanges({
    resource_drift: [
      { address: "a.one", change: { actions: [found ? "update" : "delete"], before: written, after: found } },
    ],
    resource_changes: [
      { address: "a.one", change: { actions: [found ? "update" : "create"], before: found, after: planned } },
    ],
    configuration: {
      root_module: { resources: [{ address: "a.one", expressions: Object.fromEntries(set.map((key) => [key, {}])) }] },
    },
  });

test.each<[what: string, touched: Touched, lines: string[]]>([
  ["a value", { written: { size: 1 }, found: { size: 2 } }, ["size: 1 → 2"]],
  ["a member of a block", { written: { b: [{ n: 1 }] }, found: { b: [{ n: 2 }] } }, ["b.0.n: 1 → 2"]],
  ["a switch", { written: { enabled: true }, found: { enabled: false } }, ["enabled: true → false"]],
  [
    "a tag that was added",
    { written: { tags: { A: "1" } }, found: { tags: { A: "1", B: "2" } } },
    ['tags.B: (none) → "2"'],
  ],
  [
    "a policy",
    { written: { policy: '{"A":["x"]}' }, found: { policy: '{"A":["x","y"]}' } },
    ['policy.A: (none) → "y"'],
  ],
])("%s that was changed by hand is marked", (_, touched, lines) => {
  const [found] = drift(touched);
  expect(found?.attributes.map(({ path, before, after }) => `${path}: ${before} → ${after}`)).toEqual(lines);
});

test("what was removed is marked", () => {
  expect(drift({ written: { size: 1 }, found: null })).toEqual([
    { address: "a.one", action: "delete", attributes: [] },
  ]);
});

test.each<[what: string, touched: Touched]>([
  ["null and an empty map", { written: { tags: null }, found: { tags: {} } }],
  [
    "null and nought",
    { written: { q: [{ period: null, dimensions: null }] }, found: { q: [{ period: 0, dimensions: {} }] } },
  ],
  [
    "the order of a set",
    { written: { ids: ["a", "b"] }, found: { ids: ["b", "a"] }, planned: { ids: ["a", "b"], more: 1 } },
  ],
  ["the spelling of JSON", { written: { policy: '{"A":1,"B":2}' }, found: { policy: '{ "B": 2, "A": 1 }' } }],
  ["what no setting gives", { written: { arn: "1" }, found: { arn: "2" }, set: [] }],
  ["what the plan leaves as it is", { written: { count: 2 }, found: { count: 5 }, planned: { count: 5, other: 1 } }],
])("%s is no mark", (_, touched) => {
  expect(drift(touched)).toEqual([]);
});

test("a secret that was changed is named without its values", () => {
  const found = manualChanges({
    resource_drift: [
      {
        address: "a.one",
        change: {
          actions: ["update"],
          before: { token: "hunter1" },
          after: { token: "hunter2" },
          after_sensitive: { token: true },
        },
      },
    ],
    resource_changes: [{ address: "a.one", change: { actions: ["update"], before: {}, after: { token: "hunter1" } } }],
    configuration: { root_module: { resources: [{ address: "a.one", expressions: { token: {} } }] } },
  });
  expect(found[0]?.attributes[0]?.path).toBe("token");
  expect(JSON.stringify(found)).not.toContain("hunter");
});
