import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judged, type Replayed } from "./replay";

/** What services and providers word differently, each with the public issue that shows it. */
interface Normalisation extends Replayed {
  readonly source: string;
  readonly what: string;
  /** What is listed; `none`: nothing at all, but for what only services tell. */
  readonly expect: "none" | "owned" | "unset";
}

const all = JSON.parse(
  readFileSync(join(__dirname, "fixtures", "normalisations.json"), "utf8"),
) as readonly Normalisation[];

test("each has its source, and none is there twice", () => {
  expect(all.length).toBeGreaterThanOrEqual(40);
  for (const { source } of all) expect(source).toMatch(/^[\w.-]+\/[\w.-]+#\d+$/);
  expect(new Set(all.map(({ source }) => source)).size).toBe(all.length);
});

// The plan of each puts everything back that may differ, unless the issue shows another: the worst case.
test.each(all.map((one) => [one.source, one.what, one] as const))("%s: no alarm: %s", (_, __, one) => {
  const kinds = judged(one).found.map(({ kind }) => kind);
  expect(kinds).not.toContain("drift");
  if (one.expect !== "none") expect(kinds).toContain(one.expect);
  else expect(kinds.filter((kind) => kind !== "unset")).toEqual([]);
});

test.each(all.map((one) => [one.source, one] as const))("%s: no alarm where the plan leaves it as it is", (_, one) => {
  expect(judged({ ...one, planned: null }).found.map(({ kind }) => kind)).not.toContain("drift");
});
