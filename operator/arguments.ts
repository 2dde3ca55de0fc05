import { InvalidArgumentError } from "commander";

export const asJson = ["--json", "print results and progress as JSON"] as const;

/** Gathers the values of an option that can be repeated. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

/** Gathers `name=value` of an option that can be repeated. */
export function variable(value: string, before: Record<string, string>): Record<string, string> {
  const at = value.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("expected name=value");
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}

/** Reads a whole number from 1. */
export function positive(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("expected a whole number from 1");
  return number;
}
