import type { TerraformStack } from "cdktf";
import { type ClusterObject, clusterObjects } from "./cluster-objects";
import { autoscalerMistakes, budgetMistakes, requestMistakes } from "./consistency-amounts";
import { bindingMistakes, selectorMistakes, targetMistakes } from "./consistency-references";

/** Checks one object against all objects of the stack. Returns a text for each mistake: "path: expected …, found …". */
export type ConsistencyRule = (object: ClusterObject, all: readonly ClusterObject[]) => string[];

const rules: readonly ConsistencyRule[] = [
  bindingMistakes,
  selectorMistakes,
  targetMistakes,
  requestMistakes,
  autoscalerMistakes,
  budgetMistakes,
];

/**
 * Refuses at synth mistakes that an API server accepts: bindings to missing roles, selectors that select nothing, requests
 * over limits, an autoscaler's minimum over its maximum, budgets that block every drain. It checks every Kubernetes resource
 * of the stack, with its overrides.
 */
export function checkWorkloads(stack: TerraformStack): void {
  stack.node.addValidation({ validate: () => workloadMistakes(stack) });
}

function workloadMistakes(stack: TerraformStack): string[] {
  const all = clusterObjects(stack);
  return all.flatMap((object) =>
    rules.flatMap((rule) => rule(object, all).map((mistake) => `${object.path} (${object.name}): ${mistake}`)),
  );
}
