import { jsonText, readJson } from "../../../operator/terraform/json-output";

test.each([
  ["alone", '{"a":1}'],
  ["over several lines", '{\n  "a": 1\n}\n'],
  ["after the line of a wrapper", 'asdf: using 1.11.4\n{\n  "a": 1\n}\n'],
  ["between lines of a wrapper", '[tfenv] using 1.11.4\n{"a":1}\n{done}\n'],
])("JSON is read %s", (_, text) => {
  expect(readJson("show", text)).toEqual({ a: 1 });
});

test("its text is kept as it is, with numbers that JavaScript cannot hold", () => {
  expect(jsonText("state pull", 'note\n{"serial":12345678901234567890}\n')).toBe('{"serial":12345678901234567890}');
});

test.each(["", "using 1.11.4", "{broken"])("output without JSON is one line that names the wrapper: %j", (text) => {
  expect(() => readJson("version", text)).toThrow(
    /^terraform version: expected JSON, found .*: a program that TERRAFORM_BINARY_NAME names.*$/,
  );
});
