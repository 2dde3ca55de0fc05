import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scans } from "../../../operator/commands/supply-chain/scans";
import { gitleaks, grype, trivy } from "./reports";

const image = `ghcr.io/your-org/your-app@sha256:${"a".repeat(64)}`;
const kept = { ...process.env };
let folder: string;
let printed: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scans-"));
  printed = "";
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += text;
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
  process.env = { ...kept };
  process.exitCode = 0;
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test("the sum is kept with the image's digest, the date and each report's hash, and is in the job's summary", async () => {
  const summary = file("summary.md", "before\n");
  Object.assign(process.env, { GITHUB_STEP_SUMMARY: summary, GITHUB_SHA: "c0ffee" });
  const reports = [
    file("trivy.sarif", trivy(["CVE-2026-1000", "openssl", "7.5"])),
    file("grype.sarif", grype(["CVE-2026-1000", "openssl", "7.5"])),
  ];
  await scans(reports, { out: join(folder, "out"), image });
  expect(process.exitCode).toBe(0);
  const record = JSON.parse(readFileSync(join(folder, "out/scans.json"), "utf8"));
  expect(record).toMatchObject({ verdict: "warning", image, commit: "c0ffee", counts: { high: 1 } });
  expect(Date.parse(record.at)).toBeGreaterThan(Date.now() - 60_000);
  expect(record.reports.map((one: { sha256: string }) => one.sha256)).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  const markdown = readFileSync(join(folder, "out/scans.md"), "utf8");
  expect(markdown).toContain("## Scans: a warning");
  expect(markdown).toContain("| high | CVE-2026-1000 | openssl | Trivy, grype |");
  expect(readFileSync(summary, "utf8")).toBe(`before\n${markdown}\n`);
  expect(printed).toContain("high  CVE-2026-1000 in openssl (Trivy, grype)");
});

test("too many grave findings end with exit code 2, and are kept, too", async () => {
  await scans([file("gitleaks.sarif", gitleaks("a.env"))], { out: join(folder, "out"), json: true });
  expect(process.exitCode).toBe(2);
  expect(JSON.parse(printed)).toMatchObject({ type: "result", verdict: "failed", counts: { critical: 1 } });
  expect(readFileSync(join(folder, "out/scans.md"), "utf8")).toContain(
    "1 critical and 0 high, expected at most 0 and 5",
  );
});

test("what a scanner quotes from a file cannot write Markdown into the summary", async () => {
  const report = gitleaks("a|b.env").replace(
    "has detected secret",
    "<img src=x> [click](http://x) @team | `x`\\n## Passed",
  );
  await scans([file("one.sarif", report)], { out: join(folder, "out") });
  const markdown = readFileSync(join(folder, "out/scans.md"), "utf8");
  expect(markdown).not.toMatch(/^## Passed/m);
  expect(markdown).not.toMatch(/[^\\](<img|\[click|@team|`x)/);
});

test("a backslash of a scanner does not undo what keeps Markdown out", async () => {
  const report = gitleaks("a.env").replace("has detected secret", "\\\\<img src=x>");
  await scans([file("one.sarif", report)], { out: join(folder, "out") });
  expect(readFileSync(join(folder, "out/scans.md"), "utf8")).toContain(String.raw`\\\<img src=x\>`);
});

test("the mark that some scanners put before their report is no part of it", async () => {
  await scans([file("marked.sarif", `\ufeff${trivy(["CVE-2026-1000", "openssl", "7.5"])}`)], {});
  expect(printed).toContain("high  CVE-2026-1000 in openssl");
});

const run = (more: string) => `{"runs":[{"tool":{"driver":{"name":"one"}},${more}}]}`;
test.each([
  [
    "null where a scanner knows nothing",
    run('"results":[{"ruleId":"a","kind":null,"locations":null,"message":null}]'),
    "medium",
  ],
  ["no result", run('"results":[],"invocations":null'), "passed"],
])("%s is read", async (_, text, said) => {
  await scans([file("one.sarif", text)], {});
  expect(printed).toContain(said);
});

test.each([
  ["nothing for a run", '{"runs":[null]}', "0: Invalid input"],
  ["nothing for a result", run('"results":[null]'), "0.results.0: Invalid input"],
  [
    "an object for a name",
    '{"runs":[{"tool":{"driver":{"name":{}}},"results":[]}]}',
    "0.tool.driver.name: Invalid input",
  ],
  ["an object for a list", run('"results":[],"invocations":{}'), "0.invocations: Invalid input"],
])("a report with %s is refused with its place", async (_, text, place) => {
  const name = file("one.sarif", text);
  await expect(scans([name], {})).rejects.toThrow(`${name}: is no SARIF report at runs.${place}`);
});

test("a folder is no report", async () => {
  await expect(scans([folder], {})).rejects.toThrow(`${folder}: expected a SARIF report, found a folder`);
});

test.each([
  ["a file that is not there", "none.sarif", "expected a SARIF report, found no such file"],
  ["an empty file", "", "is empty, expected a SARIF report"],
])("%s is an error by name, and nothing passes", async (_, text, message) => {
  const name = text === "none.sarif" ? join(folder, text) : file("empty.sarif", text);
  await expect(scans([file("ok.sarif", trivy()), name], {})).rejects.toThrow(`${name}: ${message}`);
});

test("an image without its digest is refused", async () => {
  await expect(scans([file("ok.sarif", trivy())], { image: "app:1.0" })).rejects.toThrow(
    /--image: expected.*found app:1.0/,
  );
});
