import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Expressions, Scope } from "./expressions";
import type { Declared, Job, Workflow } from "./workflow";
import { readWorkflow } from "./workflow";

/** The workflow that a job calls, of the same commit. One of another repository is an error. */
export function calledWorkflow(root: string, uses: string): { readonly file: string; readonly workflow: Workflow } {
  const [, file] = /^\.\/(\.github\/workflows\/[^/@]+\.ya?ml)$/.exec(uses) ?? [];
  if (!file || !existsSync(join(root, file))) throw new Error(`${uses} is no workflow of this repository`);
  const workflow = readWorkflow(join(root, file));
  if (!workflow.on["workflow_call"]) throw new Error(`${file} has no on: workflow_call, so no job can call it`);
  return { file, workflow };
}

/** The inputs of a call or of a start by hand: defaults where nothing is given; a wrong type, a missing or an unknown one is an error. */
export function inputsOf(
  declared: Readonly<Record<string, Declared>>,
  given: Readonly<Record<string, unknown>>,
  expressions: Expressions,
  defaults: Scope,
): Record<string, unknown> {
  const unknown = Object.keys(given).filter((name) => !declared[name]);
  if (unknown.length > 0) throw new Error(`Invalid input, ${unknown.join(", ")} is not defined in the workflow`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, { type = "string", required, default: otherwise, options }]) => {
      const value = given[name];
      if (value === undefined) {
        if (required && otherwise === undefined) throw new Error(`Input ${name} is required, but not provided`);
        return [name, otherwise === undefined ? empty(type) : expressions.filled(otherwise, defaults)];
      }
      if ((type === "boolean" || type === "number") && typeof value !== type) {
        throw new Error(`Input ${name} is a ${type}, found ${JSON.stringify(value)}`);
      }
      if (options && !options.includes(String(value))) throw new Error(`Input ${name} is one of ${options.join(", ")}`);
      return [name, type === "boolean" || type === "number" ? value : value === null ? "" : String(value)];
    }),
  );
}

const empty = (type: string) => (type === "boolean" ? false : type === "number" ? 0 : "");

/**
 * The secrets of a job: those that its workflow has, and those of its environment where the workflow has these. A call hands on an environment's
 * with `inherit` alone: its caller cannot name them (actions/runner#4453).
 */
export function secretsIn(own: Readonly<Record<string, string>>, environment: string | undefined) {
  const all = Object.entries(own);
  const prefix = `${environment}/`;
  const more = all
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
  return Object.fromEntries([...all.filter(([name]) => !name.includes("/")), ...more]) as Record<string, string>;
}

/** The secrets of a call: all with `inherit`, else those that the job names and the workflow declares. */
export function secretsOf(
  { secrets = {} }: Job,
  declared: Readonly<Record<string, Declared>>,
  own: Readonly<Record<string, string>>,
  expressions: Expressions,
  scope: Scope,
): Record<string, string> {
  const given =
    secrets === "inherit"
      ? { ...own }
      : Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, expressions.text(value, scope)]));
  const unknown = secrets === "inherit" ? [] : Object.keys(given).filter((name) => !declared[name]);
  if (unknown.length > 0) throw new Error(`Invalid secret, ${unknown.join(", ")} is not defined in the workflow`);
  const missing = Object.entries(declared).filter(([name, { required }]) => required && !given[name]);
  if (missing.length > 0)
    throw new Error(`Secret ${missing.map(([name]) => name).join(", ")} is required, but not provided`);
  return given;
}
