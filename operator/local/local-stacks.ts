import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SelectionProps } from "../operations/selection";

/** The context that was named, as a layer of settings. */
const contextFile = (folder: string) => join(folder, "kube-context.tfvars");

/** Remembers the context of the kubeconfig that `kubernetes-local` is deployed to, so that what destroys it finds it. */
export function rememberKubeContext(context: string, folder: string): void {
  const file = contextFile(folder);
  mkdirSync(dirname(file), { recursive: true });
  // tfvars hold literals: a `${` in a name stays one.
  const literal = JSON.stringify(context).replace(/[$%]\{/g, (opening) => opening[0] + opening);
  writeFileSync(file, `kubernetes = { cluster = { kind = "kubeconfig", context = ${literal} } }\n`);
}

export function forgetKubeContext(folder: string): void {
  rmSync(contextFile(folder), { force: true });
}

/** The stacks that are deployed on this machine: those of the emulator, and `kubernetes-local` once a context was named. */
export function localStacks(folder: string): Pick<SelectionProps, "patterns" | "settingsFiles"> {
  const file = contextFile(folder);
  const patterns = ["account-local", "aws*-local"];
  return existsSync(file)
    ? { patterns: [...patterns, "kubernetes-local"], settingsFiles: [file] }
    : { patterns, settingsFiles: [] };
}
