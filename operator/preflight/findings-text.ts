import type { Finding, Status } from "./look/finding";

const words: Readonly<Record<Status, string>> = { ok: "ok", missing: "missing", unknown: "could not look" };

/** A finding in one line: what it is, why, and the command that mends it. */
export function findingText({ status, check, subject, detail, command }: Finding): string {
  const mend = command ? `; to mend it: ${command}` : "";
  return `${words[status].padEnd(words.unknown.length)}  ${check}: ${subject}: ${detail}${mend}`;
}

/** How many there are of each kind, in one line. */
export function countText(findings: readonly Finding[]): string {
  const count = (status: Status) => findings.filter((it) => it.status === status).length;
  return `${count("ok")} ok, ${count("missing")} missing, ${count("unknown")} could not be looked at`;
}
