import { parse } from "@cdktf/hcl2json";
import fc from "fast-check";
import type { Node } from "../../../settings/hcl/node";
import { readTfvars } from "../../../settings/hcl/reader";

/** A value as hcl2json gives it: text is escaped again, as Terraform's JSON syntax wants it. */
function asOracle(node: Node): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries([...node.entries].map(([key, child]) => [escapeTemplate(key), asOracle(child)]));
    case "list":
      return node.items.map(asOracle);
    case "scalar":
      return typeof node.value === "string" ? escapeTemplate(node.value) : node.value;
    case "refused":
      throw new Error("refused");
  }
}

/** Through JSON once more, which knows no -0. */
const meaning = async (file: string, source: string) => JSON.parse(JSON.stringify(await parse(file, source)));

const escapeTemplate = (text: string) => text.replace(/[$%](?=\{)/g, "$&$&");

const space = fc.constantFrom("", " ", "\t", "  ", " /* c */ ");
const newline = fc.constantFrom("\n", "\r\n", " # comment } \n", ' // "comment\n', "\n\n");
const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,5}$/).filter((text) => text !== "for" && text !== "__proto__");
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(""));
const oneOf = (...texts: string[]) => fc.constantFrom(...texts);

const number = joined(
  oneOf("", "-"),
  fc.nat(100_000).map(String),
  fc.oneof(
    fc.constant(""),
    fc.nat(999).map((digits) => `.${digits}`),
  ),
  oneOf("", "", "e2", "E+3", "e-2"),
);
/** Nothing above U+FFFF: Go's normalization, which the oracle uses, takes U+10067 with an accent for "g" with one. */
const isPlain = (one: string) => !/["\\$%\p{Cc}\p{Cs}]/u.test(one);
const character = fc.oneof(
  fc.nat(0xffff).map(String.fromCharCode).filter(isPlain),
  oneOf(
    "\\n",
    "\\r",
    "\\t",
    '\\"',
    "\\\\",
    "\\u00e9",
    "\\U0001F600",
    "$",
    "%",
    "$${",
    "%%{",
    "{",
    "}",
    "#",
    "//",
    "\u0301",
    "\t",
  ),
);
const text = fc
  .array(character, { maxLength: 8 })
  .map((parts) => parts.join(""))
  .filter((raw) => !/(^|[^$])\$\{|(^|[^%])%\{/.test(raw));
const quoted = text.map((raw) => `"${raw}"`);
const key = fc.oneof({ weight: 3, arbitrary: name }, quoted);

const { value } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(number, quoted, oneOf("true", "false", "null")),
    tie("list"),
    tie("object"),
  ),
  list: joined(
    oneOf("[", "[ ", "[\n"),
    fc.array(joined(space, tie("value"), space), { maxLength: 3 }).map((items) => items.join(",\n")),
    oneOf("]", " ]", "\n]"),
  ),
  object: fc
    .tuple(
      fc.uniqueArray(fc.tuple(key, oneOf("=", ":", " = "), tie("value")), {
        maxLength: 3,
        selector: ([one]) => normalized(one),
      }),
      fc.array(fc.oneof(newline, oneOf(", ", ",\n")), { minLength: 3, maxLength: 3 }),
    )
    .map(([entries, separators]) => `{ ${entries.map((entry, index) => entry.join("") + separators[index]).join("")}}`),
}));

/** Two keys are the same if their text is, in any notation. */
function normalized(written: string): string {
  const node = readTfvars("key", `a = { ${written} = 1 }`).root.entries.get("a");
  return node?.kind === "object" ? JSON.stringify([...node.entries.keys()]) : written;
}

const file = fc
  .uniqueArray(fc.tuple(name, space, value, newline), { maxLength: 4, selector: ([one]) => one })
  .map((lines) => lines.map(([one, gap, two, end]) => `${one} =${gap}${two}${end}`).join(""));

test("a generated file means the same to the reader as to Terraform's own parser", async () => {
  await fc.assert(
    fc.asyncProperty(file, async (source) => {
      const { root, mistakes } = readTfvars("generated.tfvars", source);
      expect(mistakes).toEqual([]);
      expect(asOracle(root)).toEqual(await meaning("generated.tfvars", source));
    }),
    { numRuns: 150 },
  );
});

test("what the reader accepts, Terraform's own parser accepts with the same meaning", async () => {
  const edit = fc.record({
    at: fc.nat(),
    cut: fc.nat(2),
    put: oneOf(
      "",
      "",
      '"',
      "{",
      "}",
      "[",
      "]",
      ",",
      "\n",
      "=",
      "#",
      "/*",
      "*/",
      "-",
      "1",
      " ",
      "a",
      "\\",
      "${",
      ".",
      "\r\n",
      "<<E\n",
    ),
  });
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(file, fc.array(edit, { minLength: 1, maxLength: 3 }), async (original, edits) => {
      const characters = [...original];
      for (const { at, cut, put } of edits) characters.splice(at % (characters.length + 1), cut, put);
      const source = characters.join("");
      const { root, mistakes } = readTfvars("edited.tfvars", source);
      if (mistakes.length > 0) return;
      accepted += 1;
      expect(asOracle(root)).toEqual(await meaning("edited.tfvars", source));
    }),
    { numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(50);
});
