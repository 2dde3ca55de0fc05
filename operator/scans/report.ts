import { prose, table } from "../plan/markdown/escape";
import { severities } from "./severity";
import type { Counts, ScanSum, SummedFinding } from "./sum";
import { scanLimits } from "./sum";

/** What is kept of a scan for who looks later: of which build, when, and what was found. */
export interface ScanRecord extends ScanSum {
  /** ISO 8601. */
  readonly at: string;
  /** `<registry>/<name>@sha256:…`. @default - no image was scanned */
  readonly image?: string;
  readonly commit?: string;
  /** The reports that were added up, with the SHA-256 of each. */
  readonly reports: readonly { readonly file: string; readonly sha256: string }[];
}

/** How many findings a summary of a job lists: GitHub shows 1 MiB of it, and nothing of a larger one. */
const mostListed = 100;

/** The lines for people, without the findings below high. */
export function scanLines({ verdict, counts, findings, suppressed, unrated, scanners }: ScanRecord): readonly string[] {
  return [
    ...scanners.map(({ scanner, version, counts: own }) => `${scanner}${version ? ` ${version}` : ""}: ${words(own)}`),
    `each counted once: ${words(counts)}${suppressed > 0 ? `; ${suppressed} suppressed` : ""}`,
    ...(unrated > 0 ? [`nothing to see by their own word, not counted: ${unrated}`] : []),
    ...findings.filter(isGrave).map((finding) => `${finding.severity}  ${subjectOf(finding)}  ${finding.text}`),
    { passed: "passed", warning: "passed with a warning: high > 0", failed: failure(counts) }[verdict],
  ];
}

/** The same as Markdown, for the summary of a job. */
export function scanMarkdown(record: ScanRecord): string {
  const { verdict, counts, findings, scanners, suppressed, unrated, image, commit, at } = record;
  const row = (name: string, own: Counts) => `| ${name} | ${severities.map((severity) => own[severity]).join(" | ")} |`;
  const grave = findings.filter(isGrave);
  const listed = grave
    .slice(0, mostListed)
    .map(
      (finding) =>
        `| ${finding.severity} | ${prose(finding.id)} | ${prose(finding.package ?? finding.place ?? "")} | ${prose(finding.scanners.join(", "))} | ${prose(finding.text)} |`,
    );
  return [
    `## Scans: ${{ passed: "passed", warning: "a warning", failed: "failed" }[verdict]}`,
    "",
    ...(image ? [`Image: \`${image.replaceAll("`", "")}\``, ""] : []),
    ...(commit ? [`Commit: \`${commit}\``, ""] : []),
    `Scanned ${at}. ${verdict === "failed" ? failure(counts) : `Fails at critical > ${scanLimits.critical} or high > ${scanLimits.high}; high > 0 warns`}.`,
    "",
    table(`| scanner | ${severities.join(" | ")} |`, [
      ...scanners.map(({ scanner, version, counts: own }) => row(prose(`${scanner} ${version ?? ""}`.trim()), own)),
      row("**each counted once**", counts),
    ]),
    "",
    `Suppressed: ${suppressed}. Nothing to see by their own word, not counted: ${unrated}.`,
    ...(listed.length > 0
      ? ["", table("| severity | finding | package or place | scanners | what it says |", listed)]
      : []),
    ...(grave.length > mostListed ? ["", `And ${grave.length - mostListed} more: see scans.json.`] : []),
    "",
  ].join("\n");
}

function failure({ critical, high }: Counts): string {
  return `failed: ${critical} critical and ${high} high, expected at most ${scanLimits.critical} and ${scanLimits.high}`;
}

function words(counts: Counts): string {
  return severities.map((severity) => `${counts[severity]} ${severity}`).join(", ");
}

function isGrave({ severity }: SummedFinding): boolean {
  return severity === "critical" || severity === "high";
}

function subjectOf({ id, package: name, place, scanners }: SummedFinding): string {
  return `${id}${name ? ` in ${name}` : place ? ` at ${place}` : ""} (${scanners.join(", ")})`;
}
