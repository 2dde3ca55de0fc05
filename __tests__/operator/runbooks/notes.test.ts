import { isFor, notesOf } from "../../../operator/runbooks/notes";

const notes = notesOf(
  "systems/shop/runbook.md",
  "# Shop\n\nAsk for the till first.\n\n## error-rate\n\nThe payment provider.\n\n## error-rate-api\n\nThe API alone.\n",
);

test("a heading holds for each alarm whose name begins with it, at a whole word", () => {
  expect(notes.of({ anchor: "error-rate-api" })).toEqual(["The payment provider.", "The API alone."]);
  expect(notes.of({ anchor: "error-rate-worker" })).toEqual(["The payment provider."]);
  expect(notes.of({ anchor: "error-rates" })).toEqual([]);
  expect(isFor("api", "api-down-blue")).toBe(true);
});

test("what is before the first heading goes to the top, without the title", () => {
  expect(notes.before).toEqual(["Ask for the till first."]);
  expect(notesOf("systems/shop/runbook.md", "")).toMatchObject({ before: [], headings: [] });
});
