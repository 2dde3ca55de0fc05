import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStatements } from "../../../operator/pipeline/statement";
import { UserError } from "../../../operator/process/user-error";

const folder = mkdtempSync(join(tmpdir(), "statement-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "statements.jsonl");

const digest = (digit: string) => ({ digest: { sha256: digit.repeat(64) } });
const statement = (subject: unknown, predicate: unknown) => ({
  _type: "https://in-toto.io/Statement/v0.1",
  ...{ predicateType: "https://example.com/scans/v1", subject, predicate },
});
/** A line as cosign prints it: the envelope around what was signed. */
const line = (payload: unknown, more: object = {}) =>
  JSON.stringify({
    payloadType: "application/vnd.in-toto+json",
    payload: Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)).toString("base64"),
    signatures: [{ keyid: "", sig: "MEUCIQ==" }],
    ...more,
  });

const readFrom = (text: string) => {
  writeFileSync(file, text);
  return readStatements(file, "--scan");
};

const named = { ...digest("a"), name: "ghcr.io/acme/shop" };
const good = line(statement([named], { verdict: "passed" }));

test.each([
  ["one line", `${good}\n`, [["a", { verdict: "passed" }]]],
  ["no end of line", good, [["a", { verdict: "passed" }]]],
  ["ends of line as on Windows", `${good}\r\n`, [["a", { verdict: "passed" }]]],
  [
    "several statements, in their order",
    `${good}\n\n${line(statement([digest("b")], { verdict: "warning" }))}\n`,
    [
      ["a", { verdict: "passed" }],
      ["b", { verdict: "warning" }],
    ],
  ],
  [
    "one statement of two subjects",
    line(statement([digest("a"), digest("b")], "ü")),
    [
      ["a", "ü"],
      ["b", "ü"],
    ],
  ],
  ["a predicate that is false", line(statement([digest("a")], false)), [["a", false]]],
])("%s is read, each subject with what is said of it", (_, text, expected) => {
  const statements = expected.map(([digit, predicate]) => ({ digest: `sha256:${`${digit}`.repeat(64)}`, predicate }));
  expect(readFrom(text)).toEqual(statements);
});

test.each([
  ["nothing", "", "no statement"],
  ["empty lines alone", "\n \n", "no statement"],
  ["no JSON", `${good}\nVerification for shop --\n`, "text that is no JSON in line 2"],
  ["null", "null", "something else at its top: .* in line 1"],
  ["a list, as another command prints", `[${good}]`, "something else at its top: .* in line 1"],
  ["an envelope of something else", line({}, { payloadType: "text/plain" }), "something else at payloadType: .*"],
  ["no payload", line({}, { payload: undefined }), "something else at payload: .*"],
  ["an empty payload", line(""), "something else at payload: .*"],
  ["a payload that is not base64", line({}, { payload: "{}" }), "something else at payload: .*"],
  ["a payload that is no JSON", line("<xml/>"), "payload that is no JSON in line 1"],
  ["no subject", line(statement(undefined, {})), "something else at payload subject: .*"],
  ["an empty list of subjects", line(statement([], {})), "something else at payload subject: .*"],
  [
    "a subject without the digest",
    line(statement([{ digest: { sha512: "a" } }], {})),
    "something else at payload subject.0.digest.sha256: .*",
  ],
  [
    "a digest that is cut off",
    line(statement([{ digest: { sha256: "aa" } }], {})),
    "something else at payload subject.0.digest.sha256: .*",
  ],
  [
    "a second subject that is none",
    line(statement([digest("a"), {}], {})),
    "something else at payload subject.1.digest: .*",
  ],
  ["no predicate", line(statement([digest("a")], undefined)), "something else at payload predicate: .*"],
  ["a predicate of null", line(statement([digest("a")], null)), "something else at payload predicate: .*"],
])("a file with %s fails, with the option and the file", (_, text, found) => {
  const message = new RegExp(`^--scan: ${file}: expected what \`cosign verify-attestation\` prints, found ${found}`);
  expect(() => readFrom(text)).toThrow(message);
  expect(() => readFrom(text)).toThrow(UserError);
});

test.each([
  [join(folder, "missing"), "no such file"],
  [folder, "a folder"],
])("a file that cannot be read fails, with the option and the file", (path, found) => {
  expect(() => readStatements(path, "--statements")).toThrow(
    `--statements: ${path}: expected what \`cosign verify-attestation\` prints, found ${found}`,
  );
});
