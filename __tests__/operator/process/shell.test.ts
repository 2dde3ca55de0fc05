import { execFileSync } from "node:child_process";
import { shellQuote, shellWord } from "../../../operator/process/shell";

const texts = [
  "/home/me/checkout",
  "o'brien $(touch X) ü",
  "'; touch X; '",
  'say "hi" `touch X`',
  "two\nlines",
  "\u001b[2Jcleared\u0007",
  "back\\slash\\'",
  "*?[a] ~ !x #y",
  "-n",
  "tab\tand C1 \u009b",
  "",
];

test.each(texts)("a shell reads exactly the text: %j", (text) => {
  for (const quoted of [shellQuote(text), shellWord(text)]) {
    const said = execFileSync("bash", ["-c", `eval "$1"`, "bash", `printf '<%s>' ${quoted}`], { encoding: "utf8" });
    expect(said).toBe(`<${text}>`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
    expect(quoted).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  }
});

test("a plain word stays readable", () => {
  expect(shellWord(".local/stacks/aws-local")).toBe(".local/stacks/aws-local");
});
