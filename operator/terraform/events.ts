import type { Diagnostic } from "../progress/diagnostic";

/** One line of Terraform's machine-readable output. */
export interface TerraformEvent {
  readonly type: string;
  readonly "@message": string;
  readonly diagnostic?: Diagnostic;
  readonly change?: {
    readonly resource: { readonly addr: string };
    readonly previous_resource?: { readonly addr: string };
    readonly action: string;
    readonly reason?: string;
  };
  readonly hook?: {
    readonly resource: { readonly addr: string };
    readonly action?: string;
    readonly id_value?: string;
    readonly elapsed_seconds?: number;
  };
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number };
  readonly outputs?: Record<string, TerraformOutputValue>;
}

/** An output as Terraform writes it. */
export interface TerraformOutputValue {
  readonly sensitive: boolean;
  readonly value?: unknown;
  readonly action?: string;
}

/** Terraform 1.11 warns that the DynamoDB lock is deprecated. It is our default on purpose, so the warning is not shown. */
export function isExpected({ diagnostic }: TerraformEvent): boolean {
  return diagnostic?.severity === "warning" && /parameter "dynamodb_table" is deprecated/.test(diagnostic.detail ?? "");
}

/** Reads one line; nothing if it is no event. */
export function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as TerraformEvent;
  } catch {
    return undefined;
  }
}
