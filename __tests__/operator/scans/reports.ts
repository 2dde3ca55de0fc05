/** Reports in the form that each scanner writes (its SARIF writer is named in operator/scans/). */

type Found = readonly [id: string, name: string, score: string];

const sarif = (name: string, rules: readonly object[], results: readonly object[] | null | undefined) =>
  JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name, version: "1.2.3", rules } }, results }] });

/** Trivy: the score is the rule's, the package in the message. */
export function trivy(...found: readonly Found[]): string {
  const rules = found.map(([id, , score]) => ({
    id,
    properties: { "security-severity": score, tags: ["vulnerability"] },
  }));
  const results = found.map(([id, name], ruleIndex) => ({
    ruleId: id,
    ruleIndex,
    level: "error",
    message: {
      text: `Package: ${name}\nInstalled Version: 1.1\nVulnerability ${id}\nSeverity: HIGH\nFixed Version: 1.2`,
    },
    locations: [{ physicalLocation: { artifactLocation: { uri: "library/app" }, region: { startLine: 1 } } }],
  }));
  return sarif("Trivy", rules, results);
}

/** Grype: a rule for each vulnerability and package. */
export function grype(...found: readonly Found[]): string {
  const rules = found.map(([id, name, score]) => ({
    id: `${id}-${name}`,
    shortDescription: { text: `${id} high vulnerability for ${name} package` },
    properties: { "security-severity": score },
  }));
  const results = found.map(([id, name]) => ({
    ruleId: `${id}-${name}`,
    level: "error",
    message: { text: `A high vulnerability in deb package: ${name}, version 1.1 was found at: /var/lib/dpkg/status` },
    locations: [{ physicalLocation: { artifactLocation: { uri: "/var/lib/dpkg/status" }, region: { startLine: 1 } } }],
  }));
  return sarif("grype", rules, results);
}

/** Gitleaks: neither a score nor a level. */
export function gitleaks(...files: readonly string[]): string {
  const results = files.map((uri) => ({
    ruleId: "aws-access-token",
    message: { text: "aws-access-token has detected secret for file" },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 3 } } }],
  }));
  return sarif("gitleaks", [{ id: "aws-access-token", name: "AWS" }], results);
}

/** Bandit: a level, which is left out where it is a warning. */
export function bandit(...levels: readonly ("error" | "note" | undefined)[]): string {
  const results = levels.map((level, line) => ({
    ruleId: "B602",
    ruleIndex: 0,
    ...(level && { level }),
    message: { text: "subprocess call with shell=True" },
    locations: [{ physicalLocation: { artifactLocation: { uri: "a.py" }, region: { startLine: line + 1 } } }],
  }));
  return sarif("Bandit", [{ id: "B602", defaultConfiguration: { level: "warning" } }], results);
}

/** Semgrep: the level is the rule's. */
export function semgrep(level: "error" | "warning" | "note"): string {
  const result = { ruleId: "python.lang.security.eval", message: { text: "eval" }, locations: [] };
  return sarif("Semgrep OSS", [{ id: "python.lang.security.eval", defaultConfiguration: { level } }], [result]);
}

/** A scanner that ended without a word. */
export const unfinished = { absent: sarif("Trivy", [], undefined), empty: sarif("Trivy", [], null) };
