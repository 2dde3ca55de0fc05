import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { givenScan } from "../../../../operator/commands/release/given-scan";
import { UserError } from "../../../../operator/process/user-error";
import { judgeSum } from "../../../../operator/release/judge/scan";

const folder = mkdtempSync(join(tmpdir(), "scan-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "scan");

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = `ghcr.io/acme/shop@${digest("a")}`;
const commit = "c".repeat(40);
const counts = { critical: 0, high: 1, medium: 2, low: 3 };
const sum = (more: object = {}) => ({
  ...{ at: "2026-11-30T10:00:00.000Z", image, commit, reports: [], verdict: "warning", counts, findings: [] },
  ...{ suppressed: 0, unrated: 4, scanners: [], ...more },
});
/** A line of `cosign verify-attestation`. */
const statement = (predicate: unknown, of = "a") => {
  const payload = { subject: [{ name: "ghcr.io/acme/shop", digest: { sha256: of.repeat(64) } }], predicate };
  const base64 = Buffer.from(JSON.stringify(payload)).toString("base64");
  return JSON.stringify({ payloadType: "application/vnd.in-toto+json", payload: base64, signatures: [] });
};
const given = (text: string, build = image) => {
  writeFileSync(file, text);
  return givenScan(file, build);
};

test("a report of a scanner goes on as it is: the release judges it", () => {
  for (const text of ["<xml/>", '{"runs":[]}', ""]) expect(given(text)).toEqual({ file, text });
});

test.each([
  ["a verified statement on the image", statement(sum()), image],
  [
    "the newest of several statements",
    `${statement(sum({ at: "2026-11-29T10:00:00Z", counts: { ...counts, high: 0 } }))}\n${statement(sum())}\n`,
    image,
  ],
  [
    "the newest of several, in the other order",
    `${statement(sum())}\n${statement(sum({ at: "2026-11-29T10:00:00Z", counts: { ...counts, high: 0 } }))}\n`,
    image,
  ],
  ["the sum of an image", JSON.stringify(sum(), undefined, 2), image],
  ["the sum of a commit, for functions", JSON.stringify(sum({ image: undefined })), commit],
])("%s counts", (_, text, build) => {
  const scan = given(text, build);
  expect(scan).toMatchObject({ file, sum: { at: sum().at, counts, unrated: 4 } });
  expect("sum" in scan && judgeSum(scan.sum)).toMatchObject({
    passed: true,
    seen: ["scan: 0 critical, 1 high of 10 findings: a warning", expect.stringContaining("4 findings say")],
  });
});

test("a sum is judged by its counts, not by what it says of itself", () => {
  const scan = given(statement(sum({ verdict: "passed", counts: { ...counts, critical: 1 } })));
  expect("sum" in scan && judgeSum(scan.sum).passed).toBe(false);
});

const another = (found: string, build = digest("a")) =>
  `expected the scan of ${build}, which is released, found that of ${found}`;
const something = "expected the sum of `npm run scans`, found something else at";

test.each([
  ["a statement on another image", statement(sum(), "b"), image, another(digest("b"))],
  ["one of several on another image", `${statement(sum())}\n${statement(sum(), "b")}`, image, another(digest("b"))],
  [
    "a statement whose sum is of another image",
    statement(sum({ image: `shop@${digest("b")}` })),
    image,
    another(digest("b")),
  ],
  ["a statement whose sum is of no image", statement(sum({ image: undefined })), image, another("another build")],
  ["a statement for an image without its digest", statement(sum()), "shop:1", another(digest("a"), "shop:1")],
  ["a statement for functions", statement(sum()), commit, another(digest("a"), commit)],
  ["the sum of another image", JSON.stringify(sum({ image: `shop@${digest("b")}` })), image, another(digest("b"))],
  [
    "the sum of another commit",
    JSON.stringify(sum({ commit: "d".repeat(40) })),
    commit,
    another("d".repeat(40), commit),
  ],
  ["the sum of no commit", JSON.stringify(sum({ commit: undefined })), commit, another("another build", commit)],
  ["a commit with edits", JSON.stringify(sum()), `${commit}-dirty`, another(commit, `${commit}-dirty`)],
  ["a statement with something else", statement("passed"), image, `${something} the predicate:`],
  [
    "a statement with counts that are none",
    statement(sum({ counts: { critical: -1 } })),
    image,
    `${something} counts.critical:`,
  ],
  ["a statement without its time", statement(sum({ at: "yesterday" })), image, `${something} at:`],
  ["a sum with counts that are none", '{"counts":[]}', image, `${something} at:`],
  [
    "a statement that is cut off after the first",
    `${statement(sum())}\n{"pay`,
    image,
    "found text that is no JSON in line 2",
  ],
  ["a statement without a readable payload", '{"payload":"%"}', image, "found something else at payloadType:"],
])("%s is refused by name", (_, text, build, message) => {
  expect(() => given(text, build)).toThrow(UserError);
  expect(() => given(text, build)).toThrow(`--scan: ${file}: `);
  expect(() => given(text, build)).toThrow(message);
});

test.each([
  [join(folder, "missing"), "no such file"],
  [folder, "a folder"],
])("a file that cannot be read is refused by name", (path, found) => {
  expect(() => givenScan(path, image)).toThrow(`--scan: ${path}: expected a scan of the build, found ${found}`);
});
