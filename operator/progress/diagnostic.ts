/** An error or warning of Terraform, as its `-json` output has it. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** The resource it is about. */
  readonly address?: string;
}

/** `error: <address>: <summary>`, with the detail indented below it. */
export function diagnosticText({ severity, address, summary, detail }: Diagnostic): string {
  const first = `${severity}: ${address ? `${address}: ` : ""}${summary.trim()}`;
  const rest = (detail ?? "").trim();
  return rest && rest !== summary.trim() ? `${first}\n${rest.replace(/^(?=.)/gm, "  ")}` : first;
}
