import { summary } from "../../../operator/local/summary";

const url = `https://${"x".repeat(90)}.example.com`;
const results = [
  { id: "aws-x", status: "deployed" as const, resources: 3, seconds: 61, outputs: { site_url: url, name: "shop" } },
];
const seen = "four messages were read back from the table, and the one that was refused was not stored anywhere";
const evidence = [{ stack: "aws-x", what: "conversation", seen }];

test("a terminal's width is kept: lines are broken between words, and values below each other", () => {
  const text = summary(results, evidence, 80);
  const lines = text.split("\n").filter((line) => !line.includes(url));
  expect(lines.filter((line) => line.length > 79)).toEqual([]);
  expect(text).toContain(
    "    conversation  four messages were read back from the table, and the one that\n                  was refused was not stored anywhere\n",
  );
});

test("an address stays whole, so that it can be copied", () => {
  expect(summary(results, evidence, 80)).toContain(`    site_url  ${url}\n`);
});

test("nothing is broken where the output is not a terminal", () => {
  expect(summary(results, evidence)).toContain(`    conversation  ${seen}\n`);
});
