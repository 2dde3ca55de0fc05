import { firstMistake } from "../process/first-mistake";
import { parseJson } from "../process/json";
import { type Component, type Result, type Rule, type Run, runsShape, type Tool } from "./sarif-types";
import { type Severity, severityOf } from "./severity";

/** One finding of one scanner. */
export interface Finding {
  /** What the scanner calls it: a CVE, or the id of a rule. */
  readonly id: string;
  /** Nothing where the scanner says that there is nothing to see. */
  readonly severity: Severity | undefined;
  /** Name of the package that is vulnerable. @default - the finding is about a file, or the scanner does not name one */
  readonly package?: string;
  /** File and line, as the scanner names them. */
  readonly place?: string;
  /** The first line of what the scanner says, cut. */
  readonly text: string;
  /** The report itself says that it need not be seen to. */
  readonly suppressed: boolean;
}

/** What one run of one scanner found. */
export interface ScannerRun {
  readonly scanner: string;
  readonly version?: string;
  readonly findings: readonly Finding[];
}

/**
 * Reads a SARIF 2.1.0 report.
 *
 * @throws Error if it is no SARIF, has no run, or a run did not end: a scan that cannot be read never passes
 */
export function readSarif(text: string): readonly ScannerRun[] {
  return parse(text).map((run) => {
    const { driver } = run.tool ?? {};
    const scanner = driver?.name?.trim() || "a scanner without a name";
    if (!Array.isArray(run.results)) {
      // SARIF 2.1.0, 3.14.23: absent or null where the tool found nothing to say because it did not scan.
      throw new Error(`has a run of ${scanner} without results: the scanner did not end`);
    }
    if (run.invocations?.some(({ executionSuccessful }) => executionSuccessful === false)) {
      throw new Error(`has a run of ${scanner} that says of itself that it failed`);
    }
    const version = driver?.semanticVersion ?? driver?.version;
    const findings = run.results.map((result) => findingOf(result, run.tool, scanner));
    return { scanner, ...(version && { version }), findings };
  });
}

function parse(text: string): readonly Run[] {
  let report: unknown;
  try {
    report = parseJson(text);
  } catch {
    throw new Error(text.trim() === "" ? "is empty, expected a SARIF report" : "is no JSON, expected a SARIF report");
  }
  const { runs } = Object(report) as { readonly runs?: unknown };
  if (!Array.isArray(runs) || runs.length === 0) throw new Error("has no runs, expected a SARIF report");
  const read = runsShape.safeParse(runs);
  if (read.success) return read.data;
  throw new Error(`is no SARIF report at runs.${firstMistake(read.error)}`);
}

function findingOf(result: Result, tool: Tool, scanner: string): Finding {
  const rule = ruleOf(result, tool);
  const ruleId = result.ruleId ?? result.rule?.id ?? rule?.id ?? "a finding without an id";
  const message = result.message?.text ?? "";
  const [id] = vulnerability.exec(ruleId) ?? [ruleId];
  const named = packageOf(message) ?? packageOf(rule?.shortDescription?.text ?? "");
  const place = placeOf(result);
  return {
    id,
    severity: severityOf(result, rule, scanner),
    ...(named && { package: named }),
    ...(place && { place }),
    text: (message.split("\n", 1)[0] ?? "").slice(0, 200),
    suppressed: isSuppressed(result),
  };
}

/** The id of a vulnerability, also where a rule's id has more: Grype appends the package. */
const vulnerability = /\b(CVE-\d{4}-\d{4,}|GHSA(-[23456789cfghjmpqrvwx]{4}){3})\b/i;

/** How scanners name the package in their text. */
const packageTexts = [
  // Trivy (pkg/report/sarif.go).
  /^Package: (\S+)$/m,
  // Grype (grype/presenter/sarif/presenter.go): of a result, and of a rule.
  /\bvulnerability in \S+ package: (\S+), version /,
  /\bvulnerability for (\S+) package$/,
  / reports (\S+) at version /,
  // osv-scanner (internal/output/sarif.go).
  /^Package '(.+?)@[^']*' is vulnerable/,
];

function packageOf(text: string): string | undefined {
  for (const pattern of packageTexts) {
    const [, name] = pattern.exec(text) ?? [];
    if (name) return name.toLowerCase();
  }
  return undefined;
}

function placeOf({ locations }: Result): string | undefined {
  const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
  if (!artifactLocation?.uri) return undefined;
  return region?.startLine == null ? artifactLocation.uri : `${artifactLocation.uri}:${region.startLine}`;
}

function ruleOf({ rule, ruleIndex, ruleId }: Result, tool: Tool): Rule | undefined {
  const extension = rule?.toolComponent?.index;
  const component: Component | null | undefined = extension == null ? tool?.driver : tool?.extensions?.[extension];
  const id = ruleId ?? rule?.id;
  const all = [component, tool?.driver, ...(tool?.extensions ?? [])].flatMap((one) => one?.rules ?? []);
  const indexed = component?.rules?.[rule?.index ?? ruleIndex ?? -1];
  return indexed ?? all.find((one) => one.id === id);
}

function isSuppressed({ suppressions }: Result): boolean {
  // Absent status means accepted (SARIF 2.1.0, 3.35.3).
  return !!suppressions?.length && suppressions.every(({ status }) => (status ?? "accepted") === "accepted");
}
