import { changesBetween, differingResources, fingerprint } from "../../../operator/states/changes";
import { readState, type State, withSerial } from "../../../operator/states/state-text";

function state(...resources: object[]): State {
  const read = readState(JSON.stringify({ version: 4, serial: 1, lineage: "l", resources }));
  if (!read) throw new Error("expected a state");
  return read;
}

const queue = (attributes: object, more: object = {}) => ({
  mode: "managed",
  type: "aws_x",
  name: "a",
  instances: [{ attributes, ...more }],
});
const attributes = (before: object, after: object) => differingResources(state(before), state(after))[0]?.attributes;

test("names of attributes are as far as a configuration writes them", () => {
  expect(attributes(queue({ name: "a", n: 1 }), queue({ name: "a", n: 2 }))).toEqual(["n"]);
  expect(attributes(queue({ tags: { Owner: "a" } }), queue({ tags: { Owner: "b", New: "c" } }))).toEqual([
    "tags.New",
    "tags.Owner",
  ]);
  const block = (LOG: string) => queue({ environment: [{ variables: { LOG } }] });
  expect(attributes(block("a"), block("b"))).toEqual(["environment.variables.LOG"]);
  expect(attributes(queue({ ids: ["a", "b"] }), queue({ ids: ["a", "c"] }))).toEqual(["ids"]);
  expect(attributes(queue({ policy: '{"secret":1}' }), queue({ policy: '{"secret":2}' }))).toEqual(["policy"]);
});

test("of what is sensitive only the attribute is named", () => {
  const sensitive_attributes = [[{ type: "get_attr", value: "keys" }]];
  const of = (keys: object) => queue({ keys }, { sensitive_attributes });
  expect(attributes(of({ hunter2: 1 }), of({ hunter2: 2 }))).toEqual(["keys"]);
});

test("a mark that a resource is tainted counts, the order of keys, what is empty and data sources do not", () => {
  expect(attributes(queue({}), queue({}, { status: "tainted" }))).toEqual(["tainted"]);
  expect(attributes(queue({}, { status: "tainted" }), queue({}))).toEqual(["no longer tainted"]);
  expect(attributes(queue({ m: { a: 1, b: 2 } }), queue({ m: { b: 2, a: 1 } }))).toBeUndefined();
  expect(attributes(queue({ tags: null, rule: [], n: 0 }), queue({ tags: {}, rule: null, n: 0 }))).toBeUndefined();
  const data = (json: string) => ({ ...queue({ json }), mode: "data" });
  expect(differingResources(state(data("a")), state(data("b")))).toEqual([]);
});

test.each<[what: string, before: object, after: object, name: string]>([
  ["the order of layers", { layers: ["x", "y"] }, { layers: ["y", "x"] }, "layers"],
  ["the order of a command", { job: [{ command: ["a", "b"] }] }, { job: [{ command: ["b", "a"] }] }, "job.command"],
  ["nothing for false in a condition", { Condition: { a: false } }, { Condition: {} }, "Condition.a"],
])("what counts as changed has a name: %s", (_, before, after, name) => {
  const [old, now] = [state(queue(before)), state(queue(after))];
  expect(changesBetween(fingerprint(old), fingerprint(now)).changed).toEqual(["aws_x.a"]);
  expect(attributes(queue(before), queue(after))).toEqual([name]);
});

test("addresses are written as Terraform writes them", () => {
  const instances = [
    { index_key: 0, attributes: {} },
    { index_key: 'a"b', attributes: {} },
    { deposed: "1f", attributes: {} },
  ];
  const read = state(
    { module: "module.m", mode: "managed", type: "t", name: "n", instances },
    { mode: "data", type: "d", name: "n", instances: [{}] },
  );
  expect(read.resources.map(({ address }) => address)).toEqual([
    "module.m.t.n[0]",
    'module.m.t.n["a\\"b"]',
    "module.m.t.n (deposed 1f)",
    "data.d.n",
  ]);
});

test.each([
  "",
  "garbage",
  "null",
  "[]",
  '{"version": 3}',
  '{"version": 4, "serial": 1, "lineage": "", "resources": []}',
])("%s is no state", (text) => expect(readState(text)).toBeUndefined());

test("the serial alone is changed, to the byte", () => {
  const text =
    '{\n  "version": 4,\n  "outputs": {"serial": {"value": "\\"serial\\": 5"}},\n  "serial": 12,\n  "n": 12345678901234567890, "e": {"serial": 3}}';
  expect(withSerial(text, 13)).toBe(text.replace('"serial": 12', '"serial": 13'));
  expect(() => withSerial('{"a": {"serial": 1}}', 2)).toThrow("expected a state with a serial");
});
