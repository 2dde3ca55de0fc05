import { spawnSync } from "node:child_process";
import type { Manifest } from "./kubernetes-manifests";

export interface Score {
  /** Checks that were made. */
  readonly checks: number;
  /** E.g. `Deployment api: pod-networkpolicy: The pod does not have a matching ingress NetworkPolicy`. */
  readonly critical: readonly string[];
}

/** kube-score's grades: 10 is good, 7 is almost good, 5 is a warning, and 1 is critical. */
const critical = 1;

/** What kube-score says of objects that belong together. */
export function score(program: string, manifests: readonly Manifest[]): Score {
  // Argo CD deploys from Git, so its pods are not among the objects.
  const ignored = manifests.some(({ kind }) => kind === "Application")
    ? ["--ignore-test=networkpolicy-targets-pod"]
    : [];
  const args = ["score", "--output-format=json", "--kubernetes-version=v1.33", ...ignored, "-"];
  // JSON is YAML.
  const input = manifests.map((manifest) => JSON.stringify(manifest)).join("\n---\n");
  // Ends with 1 when something is critical.
  const { status, error, stdout, stderr } = spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (error || (status !== 0 && status !== 1) || !stdout) throw error ?? new Error(`kube-score: ${stderr}`);
  const results = (JSON.parse(stdout) as ScoredObject[]).flatMap(({ type_meta: type, object_meta: object, checks }) =>
    checks
      .filter(({ skipped }) => !skipped)
      .map(({ check, grade, comments }) => ({
        grade,
        text: [
          `${type.kind} ${object.name}`,
          check.id,
          ...(comments ?? []).flatMap(({ path, summary }) => [path, summary].filter(Boolean)),
        ].join(": "),
      })),
  );
  return {
    checks: results.length,
    critical: results.filter(({ grade }) => grade <= critical).map(({ text }) => text),
  };
}

interface ScoredObject {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
  }[];
}
