import { differingPlaces } from "../../../operator/handover/configuration";

const files = (json: object, assets: Readonly<Record<string, string>> = {}) =>
  new Map(
    Object.entries({ "cdk.tf.json": JSON.stringify(json), ...assets }).map(([name, text]) => [name, Buffer.from(text)]),
  );
const planned = {
  "//": { version: "1" },
  terraform: { backend: { s3: { bucket: "a" } } },
  variable: { image: { default: "app:1" } },
  resource: { aws_a: { x: { "//": { note: 1 }, name: "x", tags: { a: "1", b: "2" } }, y: {} } },
  data: { aws_a: { x: { name: "x" } } },
};

test("notes and the order of keys are no difference", () => {
  const { terraform, variable, data } = planned;
  const built = {
    data,
    resource: { aws_a: { y: {}, x: { tags: { b: "2", a: "1" }, name: "x" } } },
    variable,
    terraform,
  };
  expect(differingPlaces(files(planned), files(built))).toEqual([]);
});

test.each<[place: string, built: object]>([
  ["aws_a.x", { ...planned, resource: { aws_a: { x: { name: "z" }, y: {} } } }],
  ["aws_a.y", { ...planned, resource: { aws_a: { x: planned.resource.aws_a.x } } }],
  ["data.aws_a.x", { ...planned, data: { aws_a: { x: { name: "z" } } } }],
  ["variable.image", { ...planned, variable: { image: { default: "app:2" } } }],
  ["terraform.backend", { ...planned, terraform: { backend: { s3: { bucket: "b" } } } }],
  ["output.url", { ...planned, output: { url: { value: 1 } } }],
])("%s is named", (place, built) => {
  expect(differingPlaces(files(planned), files(built))).toEqual([place]);
});

test("an asset with another content is named, and one that is missing", () => {
  const left = files(planned, { "assets/a/function.zip": "1", "assets/b": "2" });
  const right = files(planned, { "assets/a/function.zip": "3" });
  expect(differingPlaces(left, right)).toEqual(["assets/a/function.zip", "assets/b"]);
});
