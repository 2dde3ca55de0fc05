import { oneLine, printable, withOwnColours } from "../../../operator/process/terminal-text";

test.each([
  ["a screen that is cleared", "a\u001b[2J\u001b[Hb", "ab"],
  ["a title", "a\u001b]0;title\u0007b", "ab"],
  ["a link", "\u001b]8;;https://example.com\u001b\\text\u001b]8;;\u001b\\", "text"],
  ["a sequence of one character", "a\u009b2Jb", "ab"],
  ["a string for a printer", "a\u001bPq#0;2\u001b\\b", "ab"],
  ["a reset", "a\u001bcb", "ab"],
  ["a colour", "\u001b[31mred\u001b[0m", "red"],
  ["a return to the line's beginning", "good\rPWNED", "good\\u000dPWNED"],
  ["a bell and a backspace", "a\u0007\b", "a\\u0007\\u0008"],
  ["a line that reads from right to left", "a\u202etxt.exe", "a\\u202etxt.exe"],
  ["an escape at the end", "a\u001b", "a\\u001b"],
])("a terminal does not obey %s", (_, text, shown) => {
  expect(printable(text)).toBe(shown);
  expect(printable(`${text}\u001b[`)).not.toContain("\u001b");
});

test("letters of any language, line feeds and tabs stay; a name stays on one line", () => {
  const text = "ü 日本 🙂\n\tnext";
  expect(printable(text)).toBe(text);
  expect(oneLine("a\nb\tc")).toBe("a\\nb\\tc");
});

test("what is written has our own colours and nothing else; JSON stays what it is", () => {
  const ours = "\u001b[31mred\u001b[39m \u001b[1mbold\u001b[22m";
  expect(withOwnColours(`${ours}\u001b[8m\u001b[2J\u001b]0;x\u0007\u001b`)).toBe(`${ours}\\u001b`);
  const value = { name: "a\u009bb\u202e" };
  expect(JSON.parse(withOwnColours(JSON.stringify({ name: "a\u2028b\u007f" })))).toEqual({ name: "a\u2028b\u007f" });
  expect(withOwnColours(JSON.stringify(value))).not.toMatch(/[\u007f-\u009f\u202a-\u202e]/);
});
