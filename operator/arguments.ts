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

/** Reads a time such as `90s`, `2m` or `1m30s`, in seconds. */
export function seconds(value: string): number {
  const [, hours, minutes, rest] = /^(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,7})s)?$/.exec(value) ?? [];
  if (!value || [hours, minutes, rest].every((part) => part === undefined))
    throw new InvalidArgumentError("expected a time with its unit, such as 90s, 2m or 1h");
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0);
}

/** Reads a name in lower-case letters, digits and hyphens. */
export function plainName(value: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(value))
    throw new InvalidArgumentError("expected 1 to 40 lower-case letters, digits and hyphens");
  return value;
}

/** Reads a whole number from 1. */
export function positive(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("expected a whole number from 1");
  return number;
}

/** Reads a text that is not empty: an expression of a workflow that has no value is one that is. */
export function text(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("expected a value, found an empty text");
  return value;
}

/** Reads a JSON array of ids, as one command writes it for another. */
export function idList(value: string): string[] {
  const wrong = new InvalidArgumentError('expected a JSON array of names, such as ["aws-dev","aws-prod"]');
  let read: unknown;
  try {
    read = JSON.parse(value);
  } catch {
    throw wrong;
  }
  if (!Array.isArray(read) || !read.every((id) => typeof id === "string" && /^[a-z0-9-]{1,100}$/.test(id))) throw wrong;
  return read;
}

/** Reads a version's tag: `v1.2.0`, or `v1.2.0-rc.1`. */
export function versionTag(value: string): string {
  if (!/^v\d{1,9}\.\d{1,9}\.\d{1,9}(-rc\.\d{1,9})?$/.test(value))
    throw new InvalidArgumentError("expected a tag such as v1.2.0 or v1.2.0-rc.1");
  return value;
}

/** Reads who approves in an environment: `prod=ann`, or `prod=your-org/release-managers`. */
export function person(value: string): string {
  if (!/^[\w.-]+=[\w-]+(\/[\w.-]+)?$/.test(value))
    throw new InvalidArgumentError("expected <environment>=<login> or <environment>=<organization>/<team>");
  return value;
}
