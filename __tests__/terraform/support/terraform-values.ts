import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackJson } from "../../stacks/synthesized";

/** A value in place of one that only a provider knows. Charts and tools check some attributes, for which it is valid. */
function placeholder(attribute = ""): string {
  const fit = { arn: "arn:aws:iam::111111111111:role/placeholder", cidr_block: "10.0.0.0/16" };
  return attribute in fit ? fit[attribute as keyof typeof fit] : "placeholder";
}

/**
 * A stack's resources as Terraform would pass them to the providers: variables have their defaults, references the value in the stack or a
 * placeholder, and Terraform itself evaluates the rest.
 */
export function evaluateResources(stack: StackJson): StackJson["resource"] {
  const variable = Object.fromEntries(
    // A sensitive value could not be printed.
    Object.entries(stack.variable ?? {}).map(([name, { default: value = placeholder() }]) => [
      name,
      { default: value },
    ]),
  );
  // Late-bound values are read by others: they have their settings.
  const { terraform_data: _, ...resource } = stack.resource;
  const value = withoutReferences(resource, stack);
  // Terraform refuses a block without an entry.
  const own = Object.keys(variable).length > 0 ? { variable } : {};
  const text = evaluate("jsonencode(local.value)", { "main.tf.json": JSON.stringify({ ...own, locals: { value } }) });
  return JSON.parse(text) as StackJson["resource"];
}

/** The documents of a YAML text. Terraform reads it, as it reads the values of a release: no other YAML reader is needed. */
export function readYaml(text: string): unknown[] {
  const documents = text.split(/^---.*$/m).filter((document) => /^[^#\s]/m.test(document));
  const files = Object.fromEntries(documents.map((document, i) => [`${String(i).padStart(4, "0")}.yaml`, document]));
  const every = 'jsonencode([for file in fileset(path.module, "*.yaml") : yamldecode(file(file))])';
  return JSON.parse(evaluate(every, files)) as unknown[];
}

/** The value of an expression that is a string, in a configuration of these files. */
function evaluate(expression: string, files: Record<string, string>): string {
  const cwd = mkdtempSync(join(tmpdir(), "values-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    const { status, error, stdout, stderr } = spawnSync(
      process.env.TERRAFORM_BINARY_NAME || "terraform",
      ["console", "-no-color"],
      { cwd, input: expression, encoding: "utf8", maxBuffer: 2 ** 28 },
    );
    const last = stdout?.trimEnd().split("\n").at(-1);
    if (status !== 0 || !last) throw error ?? new Error(`terraform console: ${stderr}`);
    return JSON.parse(last) as string;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const reference = /\b(?:data\.)?[a-z]+_[a-z0-9_]+\.[\w-]+(?:\.\w+|\[(?:\d+|"[^"]*")\])*/g;

/** Replaces references to resources and data sources, at any depth. */
function withoutReferences(value: unknown, stack: StackJson): unknown {
  if (typeof value === "string") {
    return value.includes("${") ? value.replace(reference, (found) => referred(found, stack)) : value;
  }
  if (Array.isArray(value)) return value.map((item) => withoutReferences(item, stack));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "//")
      .map(([name, item]) => [name, withoutReferences(item, stack)]),
  );
}

/** The text that an argument of another resource has in the same stack, as an expression. */
function referred(found: string, stack: StackJson): string {
  const [type = "", name = "", ...path] = found.replace(/\[("?)(.*?)\1\]/g, ".$2").split(".");
  let value: unknown = stack.resource[type]?.[name];
  const { triggers_replace: [setting] = [] } = Object(value) as { readonly triggers_replace?: readonly unknown[] };
  if (type === "terraform_data" && path[0] === "input" && setting !== undefined) return JSON.stringify(setting);
  if (value === undefined && type !== "data") return found; // Something else that looks like it, as a host name does.
  for (const step of path) {
    // A single block is an object in JSON, and a list of one in expressions.
    if (step === "0" && !Array.isArray(value)) continue;
    value = (value as Record<string, unknown> | undefined)?.[step];
  }
  return JSON.stringify(typeof value === "string" && !value.includes("${") ? value : placeholder(path.at(-1)));
}
