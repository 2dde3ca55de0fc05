/** What a scan of the build found: one line for each level that has findings. */
export interface ScanResult {
  readonly passed: boolean;
  readonly critical: number;
  readonly high: number;
  readonly seen: readonly string[];
}

/** More critical or high findings than this fail a release (document 003: critical > 0 or high > 5 fails, high > 0 warns). */
export const scanLimits = { critical: 0, high: 5 } as const;

interface Rule {
  readonly id?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

interface Result {
  readonly ruleId?: string;
  readonly ruleIndex?: number;
  readonly rule?: {
    readonly id?: string;
    readonly index?: number;
    readonly toolComponent?: { readonly index?: number };
  };
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly suppressions?: readonly { readonly status?: string }[];
  readonly level?: string;
}

interface Sarif {
  readonly runs?: readonly {
    readonly tool?: { readonly driver?: Component; readonly extensions?: readonly Component[] };
    readonly results?: readonly Result[];
  }[];
}

interface Component {
  readonly rules?: readonly Rule[];
}

/**
 * Judges a SARIF report by the property `security-severity` of each finding's rule, as GitHub reads it: above 9.0 is critical, 7.0 to 8.9
 * high (docs.github.com, "SARIF support for code scanning"; 9.0 itself counts as critical, as CVSS 3.1 rates it). A finding that the
 * report suppresses does not count. A rule without the number is not rated: said, and not counted.
 *
 * @throws Error if the text is no SARIF: a scan that cannot be read never passes
 */
export function judgeScan(text: string): ScanResult {
  const report = parse(text);
  const scores = report.runs.flatMap((run) =>
    (run.results ?? []).filter((result) => !isSuppressed(result)).map((result) => severityOf(result, run.tool)),
  );
  const critical = scores.filter((score) => score !== undefined && score >= 9).length;
  const high = scores.filter((score) => score !== undefined && score >= 7 && score < 9).length;
  const unrated = scores.filter((score) => score === undefined).length;
  const passed = critical <= scanLimits.critical && high <= scanLimits.high;
  const limits = `at most ${scanLimits.critical} critical and ${scanLimits.high} high`;
  const counted = `scan: ${critical} critical, ${high} high of ${scores.length} findings`;
  return {
    passed,
    critical,
    high,
    seen: [
      passed ? `${counted}${high > 0 ? ": a warning" : ""}` : `${counted}, expected ${limits}`,
      ...(unrated > 0 ? [`scan: ${unrated} findings have no security-severity and are not counted`] : []),
    ],
  };
}

function parse(text: string): { readonly runs: NonNullable<Sarif["runs"]> } {
  let report: Sarif | null;
  try {
    report = JSON.parse(text) as Sarif | null;
  } catch {
    throw new Error("is no JSON, expected a SARIF report");
  }
  const { runs } = report ?? {};
  if (!Array.isArray(runs) || runs.length === 0) throw new Error("has no runs, expected a SARIF report");
  return { runs };
}

function severityOf(result: Result, tool: NonNullable<Sarif["runs"]>[number]["tool"]): number | undefined {
  const own = number(result.properties?.["security-severity"]);
  return own ?? number(ruleOf(result, tool)?.properties?.["security-severity"]);
}

function ruleOf({ rule, ruleIndex, ruleId }: Result, tool: NonNullable<Sarif["runs"]>[number]["tool"]) {
  const extension = rule?.toolComponent?.index;
  const component = extension === undefined ? tool?.driver : tool?.extensions?.[extension];
  const id = ruleId ?? rule?.id;
  const all = [component, tool?.driver, ...(tool?.extensions ?? [])].flatMap((one) => one?.rules ?? []);
  const indexed = component?.rules?.[rule?.index ?? ruleIndex ?? -1];
  return indexed ?? all.find((one) => one.id === id);
}

function number(value: unknown): number | undefined {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
}

function isSuppressed({ suppressions = [] }: Result): boolean {
  // Absent status means accepted (SARIF 2.1.0, 3.35.3).
  return suppressions.length > 0 && suppressions.every(({ status = "accepted" }) => status === "accepted");
}
