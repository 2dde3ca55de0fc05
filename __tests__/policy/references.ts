import { resources, type StackJson } from "../stacks/synthesized";
import type { Offence } from "./rule";

const secretKey =
  /(password|secret_string|secret_data|client_secret|auth_token|private_key|secret_key|access_key|connection_string)$/;

const secretText = /AKIA[A-Z0-9]{16}|-----BEGIN|ghp_\w{20}/;

/** Feature flags are in Google's Secret Manager, because Google has no other store for values that are read at run time. */
const isPublic = /^google_secret_manager_secret_version\.configuration_feature_flags-/;

/** Resources that hold a secret in plain text, and a secret in any other place. */
export function hasNoSecret(stack: StackJson): Offence[] {
  const found: Offence[] = [];
  for (const { address, body } of resources(stack)) {
    if (isPublic.test(address)) continue;
    walk(body, (key, value) => {
      if (secretKey.test(key) && typeof value === "string" && !value.startsWith("${")) {
        found.push({ address, must: `not hold ${key} as text` });
      }
    });
  }
  const [text] = secretText.exec(JSON.stringify(stack)) ?? [];
  return text ? [...found, { address: "stack", must: `hold no text such as ${text.slice(0, 10)}` }] : found;
}

/** References to something that the stack does not have. */
export function leadsSomewhere(stack: StackJson): Offence[] {
  const known = new Set([
    ...resources(stack).map(({ address }) => address),
    ...Object.entries(stack.data ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `data.${type}.${name}`),
    ),
    ...Object.keys(stack.variable ?? {}).map((name) => `var.${name}`),
  ]);
  return referencesOf(stack)
    .filter((address) => !known.has(address))
    .map((address) => ({ address, must: "be in the stack: something refers to it" }));
}

/** Every address that a stack refers to. */
export function referencesOf(stack: StackJson): string[] {
  const text = JSON.stringify({ ...stack, "//": undefined });
  const reference = /\b(?:(?:data\.)?(?:aws|google|azurerm|kubernetes|helm|terraform)_\w+\.[\w-]+|var\.\w+)/g;
  return [...text.matchAll(reference)].map(([address]) => address);
}

/** Whether an argument refers to a resource. */
export const isNamed = (argument: unknown, address: string) => String(argument).includes(address);

function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    visit(key, child);
    walk(child, visit);
  }
}
