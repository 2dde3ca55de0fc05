import fc from "fast-check";
import { plainValue } from "../../../settings/hcl/node";
import { readTfvars } from "../../../settings/hcl/reader";
import { formatMistake } from "../../../settings/mistake";
import { anyText } from "../any-text";

const values = (text: string) => {
  const { root, mistakes } = readTfvars("x.tfvars", text);
  expect(mistakes).toEqual([]);
  return plainValue(root);
};

const messages = (text: string) => readTfvars("x.tfvars", text).mistakes.map(formatMistake);

const literal = "a literal value: settings hold no expressions";
const number = 'a decimal number such as 5, -1 or 0.5 (an id or a version is text: "…")';

describe("what is accepted", () => {
  test.each([
    ["an empty file", "", {}],
    ["numbers", "a = 1\nb = -2.50\nc = 1e3\nd = -0", { a: 1, b: -2.5, c: 1000, d: 0 }],
    ["the largest whole number that keeps its digits", "a = 9007199254740992", { a: 2 ** 53 }],
    ["booleans", "a = true\nb = false", { a: true, b: false }],
    ["null as a key that is not set", "a = null\nb = { c = null }\nd = [null]", { b: {}, d: [null] }],
    ["escapes", 'a = "\\n\\r\\t\\"\\\\\\u00e9\\U0001F600"', { a: '\n\r\t"\\é😀' }],
    ["escaped templates as literal text", 'a = "$${x} %%{y} $ %"', { a: "${x} %{y} $ %" }],
    ["text in composed form", 'a = "e\u0301"', { a: "é" }],
    ["lists over several lines with a trailing comma", "a = [\n  1, # one\n  2,\n]", { a: [1, 2] }],
    [
      "objects with = and :, commas and new lines",
      'a = { b = 1, "c d" : 2\n e-f = { }\n}',
      { a: { b: 1, "c d": 2, "e-f": {} } },
    ],
    ["comments of three kinds", "# one\na = 1 // two\n/* three\n*/ b = /* four */ 2 # five", { a: 1, b: 2 }],
    ["lines that end in CR LF", "a = 1\r\nb = {\r\n  c = 2\r\n}\r\n", { a: 1, b: { c: 2 } }],
    ["a key that is called like a method of objects", "constructor = 1\ntoString = 2", { constructor: 1, toString: 2 }],
  ])("%s", (_, text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  test("every value knows the file, line, column and path of its key", () => {
    const { root } = readTfvars("x.tfvars", 'a = 1\n\n  b = {\n    "c" = [\n      true,\n      5]\n  }');
    const b = root.entries.get("b");
    const c = b?.kind === "object" ? b.entries.get("c") : undefined;
    expect(b?.place).toEqual({ file: "x.tfvars", line: 3, column: 3, path: ["b"] });
    expect(c?.place).toEqual({ file: "x.tfvars", line: 4, column: 5, path: ["b", "c"] });
    expect(c?.kind === "list" && c.items[1]?.place).toEqual({
      file: "x.tfvars",
      line: 6,
      column: 7,
      path: ["b", "c", 1],
    });
  });
});

describe("what is refused and reported with all other mistakes of the file", () => {
  test.each([
    ['a = "${var.x}"', "a: interpolation, expected literal text (${ itself is written $${), found ${var.x}"],
    ['a = "x ${f("}")} y"', 'a: interpolation, expected literal text (${ itself is written $${), found ${f("}")}'],
    ['a = "%{ if true }"', "a: interpolation, expected literal text (%{ itself is written %%{), found %{ if true }"],
    ['a = file("x", [1])', `a: function call, expected ${literal}, found file("x", [1])`],
    ["a = provider::x(1)", `a: function call, expected ${literal}, found provider::x(1)`],
    ["a = var.x[0]", `a: reference, expected ${literal} (text goes in quotes), found var.x[0]`],
    ["a = yes", `a: reference, expected ${literal} (text goes in quotes), found yes`],
    ["a = 1 + 2", `a: expression, expected ${literal}, found 1 + 2`],
    ["a = (1)", `a: expression, expected ${literal}, found (1)`],
    ["a = !true", `a: expression, expected ${literal}, found !true`],
    ["a = - 1", `a: expression, expected ${literal}, found - 1`],
    ["a = true ? 1 : 2", `a: expression, expected ${literal}, found true ? 1 : 2`],
    ["a = [1, 2][0]", `a: expression, expected ${literal}, found [1, 2][0]`],
    ["a = [for]", `a[0]: reference, expected ${literal} (text goes in quotes), found for`],
    ['a "label" {\n  b = 1\n}', "a: block, expected a = { … }, found a { … }"],
    ['a = "\\x"', 'a: unknown escape, expected one of \\n \\r \\t \\" \\\\ \\uXXXX \\UXXXXXXXX, found \\x'],
    ['a = "\\ud800"', "a: unknown escape, expected the code of a character, found \\ud800"],
    ['a = "\\U00110000"', "a: unknown escape, expected the code of a character, found \\U00110000"],
    ["a = 1e400", "a: number out of range, expected one that a 64-bit floating-point number holds, found 1e400"],
    ["a = 1e-400", "a: number out of range, expected one that a 64-bit floating-point number holds, found 1e-400"],
    [
      "a = 9007199254740993",
      "a: number that would lose digits, expected at most 2^53, or text in quotes, found 9007199254740993",
    ],
    [
      "a = 9007199254740993.5",
      "a: number that would lose digits, expected at most 2^53, or text in quotes, found 9007199254740993.5",
    ],
    ["a = 012345678901", `a: malformed number, expected ${number}, found 012345678901`],
    ["a = 0x10", `a: malformed number, expected ${number}, found 0x10`],
    ["a = 1.2.3", `a: malformed number, expected ${number}, found 1.2.3`],
    ["a = 5.", `a: malformed number, expected ${number}, found 5.`],
    ["a = NaN", `a: reference, expected ${literal} (text goes in quotes), found NaN`],
    ["a = -Infinity", `a: expression, expected ${literal}, found -Infinity`],
    ["a = { __proto__ = 1 }", "a.__proto__: reserved name, expected another name, found __proto__"],
  ])("%s", (text, message) => {
    expect(messages(`${text}\n`)).toEqual([`x.tfvars:1: ${message}`]);
  });

  test("a duplicate key is reported with both lines, at the top and in objects", () => {
    expect(messages('a = 1\nb = {\n  c = 1\n  "c" = 2\n}\na = 2')).toEqual([
      "x.tfvars:4: b.c: duplicate key, expected each key once, found it in line 3 and in line 4",
      "x.tfvars:6: a: duplicate key, expected each key once, found it in line 1 and in line 6",
    ]);
  });

  test("reading goes on after a wrong value, so that all are reported at once", () => {
    const text = 'a = f(\n1)\nb = "${x}"\nc = [x, 1]\nd = 1';
    expect(messages(text).map((message) => message.split(",")[0])).toEqual([
      "x.tfvars:1: a: function call",
      "x.tfvars:3: b: interpolation",
      "x.tfvars:4: c[0]: reference",
    ]);
    expect(plainValue(readTfvars("x.tfvars", text).root)).toMatchObject({ d: 1 });
  });

  test("an object with refused names is reported once per name", () => {
    const text = 'a = { "${b}" = 1, "${c}" = f(2), d = 3 }';
    expect(messages(text).map((message) => message.split(",")[0])).toEqual([
      "x.tfvars:1: a: interpolation",
      "x.tfvars:1: a: interpolation",
      'x.tfvars:1: a[""]: function call',
    ]);
    expect(plainValue(readTfvars("x.tfvars", text).root)).toEqual({ a: { d: 3 } });
  });

  test("a value that may be a secret is not repeated", () => {
    const text = 'db_password = hunter2\ntoken = "${hunter2}"\nsecrets = { A = hunter2 + 1 }\nkey = "a" hunter2';
    expect(messages(text)).toHaveLength(4);
    expect(messages(text).join()).not.toContain("hunter2");
  });

  test("a long value is cut", () => {
    expect(messages(`a = f(${"x".repeat(500)})`)[0]?.length).toBeLessThan(160);
  });
});

describe("broken syntax, where reading stops", () => {
  test.each([
    ["a =", 1, "a: broken syntax, expected a value, found the end of the file"],
    ["a =\n1", 1, "a: broken syntax, expected a value, found the end of the line"],
    ["a\n= 1", 1, "broken syntax, expected = after a, found the end of the line"],
    ["a : 1", 1, "broken syntax, expected = after a, found :"],
    ["a.b = 1", 1, "broken syntax, expected = after a, found ."],
    ['"a" = 1', 1, "broken syntax, expected a name, as in name = value, found text in quotes"],
    ["é = 1", 1, "broken syntax, expected a name, as in name = value, found é"],
    ["\n1 = 1", 2, "broken syntax, expected a name, as in name = value, found 1"],
    ["a = 1 b = 2", 1, "a: broken syntax, expected a new line after the value, found b"],
    ["a = .5", 1, "a: broken syntax, expected a value, found ."],
    ["a = [1\n2]", 2, "a: broken syntax, expected , or ] in the list, found 2"],
    ["a = [,]", 1, "a[0]: broken syntax, expected a value, found ,"],
    ["a = [1,", 1, "a[1]: broken syntax, expected a value, found the end of the file"],
    ["a = { b = 1 c = 2 }", 1, "a: broken syntax, expected , or } or a new line in the object, found c"],
    ["a = { b = 1", 1, "a: broken syntax, expected , or } or a new line in the object, found the end of the file"],
    ["a = {\n b = 1\n", 3, "a: broken syntax, expected a name or } in the object, found the end of the file"],
    ["a = { b = 1\n , c = 2 }", 2, "a: broken syntax, expected a name or } in the object, found ,"],
    ["a = { 1 = 2 }", 1, "a: broken syntax, expected a name or } in the object, found 1"],
    ["a = { for = 2 }", 1, "a: broken syntax, expected a name or } in the object, found for"],
    ["a = { b == 2 }", 1, "a: broken syntax, expected = after the name, found ="],
    ['a = "x', 1, 'a: text without an end, expected a closing " on the same line, found the end of the file'],
    ['a = "x\ny"', 1, 'a: text without an end, expected a closing " on the same line, found the end of the line'],
    [
      'a = 1\nb = "${x\n"',
      3,
      'b: text without an end, expected a closing " on the same line, found the end of the file',
    ],
    ["a = 1 /* x\n", 1, "a: comment without an end, expected */, found the end of the file"],
    ["a = <<EOT\nx\nEOT\n", 1, "a: heredoc, expected text in quotes, with \\n for a new line, found <<"],
    ["\uFEFFa = 1", 1, "byte order mark, expected plain UTF-8 text, found U+FEFF"],
    ['a = 1\nb = "\u0000"', 2, "control character, expected plain UTF-8 text, found U+0000"],
    ["a = 1\rb = 2", 1, "control character, expected plain UTF-8 text, found U+000D"],
    [`a = ${"[".repeat(100_000)}`, 1, `a${"[0]".repeat(31)}: nested too deeply, expected at most 32 levels, found [`],
  ])("%j", (text, line, message) => {
    expect(messages(text).at(-1)).toBe(`x.tfvars:${line}: ${message}`);
    expect(readTfvars("x.tfvars", text).broken).toBe(true);
  });
});

test("no text makes the reader throw, and every mistake has a place and three parts", () => {
  const piece = fc.constantFrom(
    "a",
    "=",
    " ",
    "\n",
    '"',
    "{",
    "}",
    "[",
    "]",
    "${",
    "%{",
    ",",
    "1",
    "-",
    "\\",
    "/*",
    "*/",
    "#",
    "(",
    ".",
    "<<",
    "\0",
    ":",
  );
  const source = fc.oneof(
    anyText,
    fc.array(piece, { maxLength: 40 }).map((pieces) => `a = ${pieces.join("")}`),
  );
  fc.assert(
    fc.property(source, (text) => {
      const lines = text.split("\n").length;
      const odd = readTfvars("x.tfvars", text).mistakes.filter(
        ({ line, column = 0, problem, expected, found }) =>
          line < 1 || line > lines || column < 1 || !problem || !expected || !found,
      );
      expect(odd).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test("a very long line is read in time that grows with its length only", () => {
  const start = process.cpuUsage().user;
  expect(values(`a = [${"1, ".repeat(100_000)}]`)).toHaveProperty("a.length", 100_000);
  expect(process.cpuUsage().user - start).toBeLessThan(2_000_000);
});
