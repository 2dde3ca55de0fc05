import { accessSync, constants } from "node:fs";

/** The environment variables that name the programs of a control plane. */
const variables = ["ETCD", "KUBE_APISERVER", "KUBE_CONTROLLER_MANAGER"] as const;

/** A program for each part, by the variable. */
export type ControlPlane = Readonly<Record<(typeof variables)[number], string>>;

/** The programs that the environment names, or the reason why they cannot be used. */
export function controlPlanePrograms(): ControlPlane | { readonly unavailable: string } {
  const found = variables.map((name) => [name, process.env[name] ?? ""] as const);
  for (const [name, program] of found) {
    if (!program) return { unavailable: `${name} names no program` };
    try {
      accessSync(program, constants.X_OK);
    } catch {
      return { unavailable: `${name} names no program that can be run: ${program}` };
    }
  }
  return Object.fromEntries(found) as ControlPlane;
}
