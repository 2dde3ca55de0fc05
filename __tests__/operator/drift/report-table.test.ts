import { driftMarkdown } from "../../../operator/drift/report-markdown";

test("a backslash before a pipe does not end a cell, so that nothing of a value is read as Markdown", () => {
  const value = String.raw`"a\|b @everyone <b>"`;
  const one = {
    address: "a.one",
    attribute: "name",
    before: value,
    after: "x|y",
    kind: "drift",
    isReverted: true,
  } as const;
  const drift = {
    stack: "aws-x",
    at: "",
    status: "drift",
    found: [one],
    undeployed: [],
    follows: [],
    strays: [],
    notes: [],
  } as const;
  const lines = driftMarkdown([drift], [], { expired: [], warnings: [] }).split("\n");
  const row = lines.find((line) => line.includes("a.one")) ?? "";
  // As GitHub's tables are read: an escaped character belongs to the cell, a pipe ends it.
  const cells = row.match(/(?:\\.|[^|\\])+/g)?.filter((cell) => cell.trim());
  expect(cells).toHaveLength(4);
});
