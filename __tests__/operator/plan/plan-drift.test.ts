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

test.each<[what: string, touched: Touched]>([
  ["a tag, where only the provider sets tags", { written: { tags: null }, found: { tags: { X: "1" } }, set: [] }],
  ["a value that the settings change too", { written: { n: 1 }, found: { n: 5 }, planned: { n: 2 } }],
  ["a member that was removed", { written: { ids: ["a", "b"] }, found: { ids: ["a"] } }],
  [
    "a list in another order, where order means something",
    { written: { layers: ["a", "b"] }, found: { layers: ["b", "a"] } },
  ],
  ["a number set to nought", { written: { min: 2 }, found: { min: 0 } }],
  ["a block that was removed", { written: { b: [{ n: 1 }] }, found: { b: [] } }],
])("%s is marked", (_, touched) => expect(drift(touched)).toHaveLength(1));

test("what is destroyed is not put right", () => {
  const change = { before: { size: 1 }, after: { size: 2 } };
  const found = manualChanges({
    resource_drift: [{ address: "a.one", change: { ...change, actions: ["update"] } }],
    resource_changes: [{ address: "a.one", change: { actions: ["delete"], before: { size: 2 }, after: null } }],
    configuration: { root_module: { resources: [{ address: "a.one", expressions: { size: {} } }] } },
  });
  expect(found).toEqual([]);
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
  ["an empty text and null", { written: { ipc_mode: null }, found: { ipc_mode: "" } }],
  ["an empty list and null", { written: { alarm_actions: null }, found: { alarm_actions: [] } }],
  ["an empty block and none", { written: { timeouts: null }, found: { timeouts: [{}] } }],
  ["false and null", { written: { return_data: null }, found: { return_data: false } }],
  ["a list of one and the one", { written: { policy: '{"Action":["a"]}' }, found: { policy: '{"Action":"a"}' } }],
  [
    "the order of actions in a policy",
    { written: { policy: '{"Action":["a","b"]}' }, found: { policy: '{"Action":["b","a"]}' } },
  ],
  [
    "a default that a block gets, next to a setting that is new",
    { written: { b: [{ n: 1, m: null }] }, found: { b: [{ n: 1, m: "x" }] }, planned: { b: [{ n: 2, m: "x" }] } },
  ],
  [
    "defaults in a container's JSON",
    {
      written: { c: '[{"name":"a","image":"i:1"}]' },
      found: { c: '[{"name":"a","image":"i:1","mountPoints":[],"volumesFrom":[]}]' },
      planned: { c: '[{"name":"a","image":"i:2"}]' },
    },
  ],
  ["tags of all resources, derived", { written: { tags_all: { A: "1" } }, found: { tags_all: { A: "2" } }, set: [] }],
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
