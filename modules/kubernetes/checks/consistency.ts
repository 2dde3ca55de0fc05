import type { TerraformStack } from "cdktf";
import { type ClusterObject, clusterObjects } from "./cluster-objects";
import { autoscalerMistakes, budgetMistakes, requestMistakes } from "./consistency-amounts";
import { bindingMistakes, selectorMistakes, targetMistakes } from "./consistency-references";

/** A rule over one object among all of its stack: a text for each mistake, "where: expected, found". */
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
 * Refuses at synth what an API server would take and what hurts later: bindings to missing roles, selectors that find
 * nothing, requests over limits, an autoscaler's minimum over its maximum, budgets that block every drain. It sees every
 * Kubernetes resource of the stack as it is written, overrides included.
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
