import { UserError } from "../process/user-error";

/** An error or warning as Terraform's `-json` output has it. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** The resource it is about. */
  readonly address?: string;
}

/** Terraform failed; carries what it said. */
export class TerraformError extends UserError {
  override readonly name = "TerraformError";

  constructor(
    /** The Terraform command, e.g. `plan`. */
    readonly command: string,
    readonly diagnostics: readonly Diagnostic[],
    /** What to do about it. */
    advice?: string,
  ) {
    const errors = diagnostics.filter(({ severity }) => severity === "error").map(diagnosticText);
    super([...errors, ...(advice ? [advice] : [])].join("\n") || `terraform ${command} failed and said nothing`);
  }
}

/** `error: <address>: <summary>`, with the detail indented below it. */
export function diagnosticText({ severity, address, summary, detail }: Diagnostic): string {
  const first = `${severity}: ${address ? `${address}: ` : ""}${summary.trim()}`;
  const rest = (detail ?? "").trim();
  return rest && rest !== summary.trim() ? `${first}\n${rest.replace(/^(?=.)/gm, "  ")}` : first;
}

/** Diagnostics out of what Terraform prints for people: boxes of `╷ │ ╵`, or plain text. */
export function readDiagnostics(text: string): Diagnostic[] {
  const plain = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    .replace(/\u001b\[[0-9;]*m/g, "")
    .replace(/^[╷╵]$/gm, "")
    .replace(/^│ ?/gm, "");
  const parts = plain.split(/^(?=(?:Error|Warning): )/m).filter((part) => /^(Error|Warning): /.test(part));
  if (parts.length === 0) return plain.trim() ? [{ severity: "error", summary: plain.trim() }] : [];
  return parts.map((part) => {
    const [first = "", ...rest] = part.trim().split("\n");
    const [kind, summary] = first.split(/: (.*)/s);
    return { severity: kind === "Error" ? "error" : "warning", summary: summary ?? "", detail: rest.join("\n").trim() };
  });
}
