import { readSarif } from "../../../operator/scans/sarif";
import { sumScans } from "../../../operator/scans/sum";
import { bandit, gitleaks, grype, semgrep, trivy, unfinished } from "./reports";

const sum = (...reports: readonly string[]) => sumScans(reports.flatMap(readSarif));
const high = (count: number) =>
  Array.from({ length: count }, (_, index) => [`CVE-2026-100${index}`, "openssl", "7.5"] as const);

test.each([
  ["nothing", [trivy(), grype()], "passed", 0, 0],
  ["one high of one scanner", [trivy(...high(1))], "warning", 0, 1],
  ["five high", [trivy(...high(5))], "warning", 0, 5],
  [
    "six high of two scanners",
    [
      trivy(...high(3)),
      grype(["CVE-2026-2000", "zlib", "8.9"], ["CVE-2026-2001", "zlib", "7.0"], ["CVE-2026-2002", "zlib", "7.0"]),
    ],
    "failed",
    0,
    6,
  ],
  ["one critical", [trivy(["CVE-2026-1000", "openssl", "9.0"])], "failed", 1, 0],
] as const)("%s: the figures of document 003", (_, reports, verdict, criticalCount, highCount) => {
  const { counts, verdict: found } = sum(...reports);
  expect({ found, counts }).toMatchObject({ found: verdict, counts: { critical: criticalCount, high: highCount } });
});

test("the same vulnerability of the same package counts once, with the gravest rating and both scanners", () => {
  const { counts, findings } = sum(
    trivy(["CVE-2026-1000", "openssl", "7.5"]),
    grype(["CVE-2026-1000", "OpenSSL", "9.8"]),
  );
  expect(counts).toEqual({ critical: 1, high: 0, medium: 0, low: 0 });
  expect(findings).toMatchObject([
    { id: "CVE-2026-1000", package: "openssl", severity: "critical", scanners: ["Trivy", "grype"] },
  ]);
});

test("the same vulnerability of two packages counts twice", () => {
  const { counts } = sum(trivy(["CVE-2026-1000", "openssl", "7.5"]), grype(["CVE-2026-1000", "libssl3", "7.5"]));
  expect(counts.high).toBe(2);
});

test("a vulnerability without a package counts for each scanner: rather twice than not at all", () => {
  const unnamed = trivy(["CVE-2026-1000", "openssl", "7.5"]).replaceAll("Package: openssl", "a package");
  expect(sum(unnamed, grype(["CVE-2026-1000", "openssl", "7.5"])).counts.high).toBe(2);
});

test("one report given twice counts once", () => {
  const one = bandit("error", "error");
  expect(sum(one, one).counts.high).toBe(2);
});

test.each([
  [
    "Bandit's error is high, its default medium, its note low",
    bandit("error", undefined, "note"),
    { critical: 0, high: 1, medium: 1, low: 1 },
  ],
  ["Semgrep's rule gives the level", semgrep("error"), { critical: 0, high: 1, medium: 0, low: 0 }],
  ["Semgrep's warning is medium", semgrep("warning"), { critical: 0, high: 0, medium: 1, low: 0 }],
  ["each secret of Gitleaks is critical", gitleaks("a.env", "b.env"), { critical: 2, high: 0, medium: 0, low: 0 }],
  [
    "Trivy's score counts, not its level",
    trivy(["CVE-2026-1000", "a", "5.5"]),
    { critical: 0, high: 0, medium: 1, low: 0 },
  ],
])("%s", (_, report, counts) => {
  expect(sum(report).counts).toEqual(counts);
});

test("a finding of another kind, or of level none, is not counted", () => {
  const report = bandit("error").replace('"level":"error"', '"level":"none"');
  expect(sum(report)).toMatchObject({ verdict: "passed", unrated: 1 });
  expect(sum(bandit("error").replace('"level":"error"', '"level":"error","kind":"pass"')).unrated).toBe(1);
});

test.each([
  ["nothing at all", "", "is empty"],
  ["no JSON", "<xml/>", "is no JSON"],
  ["another JSON", '{"matches":[]}', "has no runs"],
  ["no run", '{"runs":[]}', "has no runs"],
  ["a run without results", unfinished.absent, "a run of Trivy without results"],
  ["a run whose results are null", unfinished.empty, "a run of Trivy without results"],
  [
    "a run that says that it failed",
    trivy().replace('"results":[]', '"results":[],"invocations":[{"executionSuccessful":false}]'),
    "says of itself that it failed",
  ],
])("a report with %s never passes", (_, text, message) => {
  expect(() => readSarif(text)).toThrow(message);
});
