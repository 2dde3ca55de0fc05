import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SelectionProps } from "../operations/selection";

/** The settings file with the kubeconfig context that was named. */
const contextFile = (folder: string) => join(folder, "kube-context.tfvars");

/** Records the kubeconfig context that `kubernetes-local` is deployed to, for the commands that destroy it. */
export function rememberKubeContext(context: string, folder: string): void {
  const file = contextFile(folder);
  mkdirSync(dirname(file), { recursive: true });
  // Escaped: tfvars hold literals, so a `${` in a name is text.
  const literal = JSON.stringify(context).replace(/[$%]\{/g, (opening) => opening[0] + opening);
  writeFileSync(file, `kubernetes = { cluster = { kind = "kubeconfig", context = ${literal} } }\n`);
}

export function forgetKubeContext(folder: string): void {
  rmSync(contextFile(folder), { force: true });
}

/** The stacks of this machine: those on the emulator, and `kubernetes-local` if a context was named. */
export function localStacks(folder: string): Pick<SelectionProps, "patterns" | "settingsFiles"> {
  const file = contextFile(folder);
  const patterns = ["account-local", "aws*-local"];
  return existsSync(file)
    ? { patterns: [...patterns, "kubernetes-local"], settingsFiles: [file] }
    : { patterns, settingsFiles: [] };
}
