import { UserError } from "../process/user-error";
import { type Diagnostic, diagnosticText } from "../progress/diagnostic";

/** A Terraform command that failed, with its diagnostics. */
export class TerraformError extends UserError {
  override readonly name = "TerraformError";

  constructor(
    /** The Terraform command, e.g. `plan`. */
    readonly command: string,
    readonly diagnostics: readonly Diagnostic[],
    /** What the user can do. */
    advice?: string,
  ) {
    const errors = diagnostics.filter(({ severity }) => severity === "error").map(diagnosticText);
    super(
      [...errors, ...(advice ? [advice] : [])].join("\n") ||
        `terraform ${command} failed without an error message: see its log`,
    );
  }
}

/** Whether Terraform failed with an error whose text matches. */
export function errorMatches(error: unknown, pattern: RegExp): boolean {
  if (!(error instanceof TerraformError)) return false;
  return error.diagnostics.some(({ summary, detail }) => pattern.test(`${summary}\n${detail ?? ""}`));
}

/** Whether Terraform failed because the bucket that should hold the state does not exist. */
export function isBackendMissing(error: unknown): boolean {
  return errorMatches(error, /S3 bucket ".*" does not exist|NoSuchBucket/);
}

/** Whether Terraform failed because the DynamoDB table that should hold the lock does not exist. */
export function isLockTableMissing(error: unknown): boolean {
  return errorMatches(error, /(acquiring the state lock|unlock state)[\s\S]*ResourceNotFoundException/);
}

/** Reads diagnostics from Terraform's output for people: boxes of `╷ │ ╵`, or plain text. */
export function readDiagnostics(text: string): Diagnostic[] {
  const plain = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    .replace(/\u001b\[[0-9;]*m/g, "")
    // What follows a box is about something else.
    .replace(/^╵$[\s\S]*?(?=^╷$|^(?:Error|Warning): |$(?![\s\S]))/gm, "")
    .replace(/^╷$/gm, "")
    .replace(/^│ ?/gm, "");
  const parts = plain.split(/^(?=(?:Error|Warning): )/m).filter((part) => /^(Error|Warning): /.test(part));
  if (parts.length === 0) return plain.trim() ? [{ severity: "error", summary: plain.trim() }] : [];
  return parts.map((part) => {
    const [first = "", ...rest] = part.trim().split("\n");
    const [kind, summary] = first.split(/: (.*)/s);
    return { severity: kind === "Error" ? "error" : "warning", summary: summary ?? "", detail: rest.join("\n").trim() };
  });
}
